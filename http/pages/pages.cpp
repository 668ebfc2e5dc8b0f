#include "http/pages/pages.hpp"

#include "http/message/problem.hpp"
#include "http/pages/embedded.hpp"
#include "http/pages/templates.hpp"

#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace rental {
namespace {

namespace mustache = kainjow::mustache;
using nlohmann::ordered_json;

std::string file(std::string_view name) {
  return std::string{embedded_file(name).value_or("")};
}

std::string text_of(const ordered_json& object, const char* key) {
  auto i = object.find(key);
  return i != object.end() && i->is_string() ? i->get<std::string>() : "";
}

/// The example of a request's or response's first media type, pretty-printed.
std::string example_of(const ordered_json& holder) {
  auto content = holder.find("content");
  if (content == holder.end() || content->empty())
    return {};
  auto example = content->begin()->find("example");
  if (example == content->begin()->end())
    return {};
  return example->is_string() ? example->get<std::string>() : example->dump(2);
}

mustache::data parameters_of(const ordered_json& operation) {
  mustache::data list{mustache::data::type::list};
  for (const auto& each :
       operation.value("parameters", ordered_json::array())) {
    mustache::data item;
    item.set("name", text_of(each, "name"));
    item.set("text", text_of(each, "description")
                         + (each.value("required", false) ? " Required." : ""));
    list.push_back(item);
  }
  return list;
}

mustache::data responses_of(const ordered_json& operation) {
  mustache::data list{mustache::data::type::list};
  const auto responses = operation.value("responses", ordered_json::object());
  for (const auto& [status, response] : responses.items()) {
    mustache::data item;
    item.set("status", status);
    item.set("text", text_of(response, "description"));
    put_text(item, "example", example_of(response));
    list.push_back(item);
  }
  return list;
}

mustache::data describe(const std::string& path, const std::string& method,
                        const ordered_json& operation) {
  mustache::data item;
  auto upper = method;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  });
  item.set("method", upper);
  item.set("path", path);
  item.set("id", text_of(operation, "operationId"));
  item.set("summary", text_of(operation, "summary"));
  put_text(item, "description", text_of(operation, "description"));
  item.set("has_parameters", operation.contains("parameters"));
  item.set("parameters", parameters_of(operation));
  put_text(item, "request",
           example_of(operation.value("requestBody", ordered_json::object())));
  item.set("responses", responses_of(operation));
  return item;
}

const ordered_json& document() {
  static const auto parsed = ordered_json::parse(file("openapi.json"));
  return parsed;
}

std::string render_docs() {
  mustache::data operations{mustache::data::type::list};
  for (const auto& [path, item] : document()["paths"].items())
    for (const auto& [method, operation] : item.items())
      operations.push_back(describe(path, method, operation));
  mustache::data data;
  data.set("title", text_of(document()["info"], "title"));
  data.set("description", text_of(document()["info"], "description"));
  data.set("operations", operations);
  return fill_template("docs.mustache", data);
}

/// What a page says that only tells how something went.
template <class Page>
mustache::data told_by(const Page& page, const char* mood) {
  mustache::data data;
  data.set("mood", mood);
  data.set("title", page.title);
  data.set("what", page.what);
  data.set("has_steps", !page.next_steps.empty());
  data.set("steps", as_lines(page.next_steps));
  put_text(data, "link", page.link);
  put_text(data, "link_text", page.link_text);
  put_text(data, "admin_link", {});
  put_text(data, "reference", {});
  return data;
}

} // namespace

http_out render(const trouble_page& page) {
  auto data = told_by(page, "bad");
  put_text(data, "admin_link", page.admin_link);
  put_text(data, "reference", page.reference);
  return page_out(page.status, fill_template("trouble.mustache", data));
}

http_out render(const notice_page& page) {
  return page_out(200,
                  fill_template("trouble.mustache", told_by(page, "good")));
}

http_out not_found_page(std::string_view reference) {
  return render(trouble_page{
      404,
      "There is nothing here",
      "The address may be mistyped, or the page is no longer there.",
      {"If somebody sent you a link, open it again as a whole: long links are "
       "sometimes cut in two."},
      {},
      {},
      std::string{reference}});
}

http_out error_page(std::string_view reference) {
  return render(trouble_page{500,
                             "Something went wrong on our side",
                             "It is not your fault, and nothing was changed.",
                             {"Try again in a few minutes.",
                              "If it happens again, tell whoever sent you the "
                              "link, with the reference "
                              "code below."},
                             {},
                             {},
                             std::string{reference}});
}

http_out docs_page() {
  static const auto html = render_docs();
  return page_out(200, html);
}

http_out openapi_document(std::string_view public_url) {
  auto copy = document();
  copy["servers"] = ordered_json::array({{{"url", public_url}}});
  return json_out(200, copy.dump(2));
}

http_out asset(std::string_view path) {
  constexpr std::string_view prefix = "/assets/";
  if (path.starts_with(prefix))
    path.remove_prefix(prefix.size());
  const auto content = embedded_file(path);
  const char* type = path.ends_with(".css")   ? "text/css; charset=utf-8"
                     : path.ends_with(".js")  ? "text/javascript; charset=utf-8"
                     : path.ends_with(".svg") ? "image/svg+xml"
                                              : nullptr;
  if (!content || type == nullptr)
    return problem(404, "there is no such file", "not_found");
  return {200,
          {{"Content-Type", type}, {"Cache-Control", "public, max-age=3600"}},
          std::string{*content}};
}

} // namespace rental
