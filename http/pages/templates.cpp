#include "http/pages/templates.hpp"

#include "http/pages/embedded.hpp"

namespace rental {
namespace {

namespace mustache = kainjow::mustache;

std::string text_of_file(std::string_view name) {
  return std::string{embedded_file(name).value_or("")};
}

} // namespace

std::string fill_template(std::string_view name, mustache::data data) {
  data.set("frame_top", mustache::partial{
                            [] { return text_of_file("frame_top.mustache"); }});
  data.set("frame_end", mustache::partial{
                            [] { return text_of_file("frame_end.mustache"); }});
  return mustache::mustache{text_of_file(name)}.render(data);
}

void put_text(mustache::data& data, const char* key, const std::string& value) {
  if (value.empty())
    data.set(key, mustache::data{false});
  else
    data.set(key, value);
}

mustache::data as_lines(const std::vector<std::string>& texts) {
  mustache::data list{mustache::data::type::list};
  for (const auto& text : texts)
    list.push_back(mustache::data{"line", text});
  return list;
}

} // namespace rental
