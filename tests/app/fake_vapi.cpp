#include "fake_vapi.hpp"

#include <algorithm>

namespace rental::test {
namespace {

using nlohmann::json;

mock_answer reply(int status, const json& body) {
  return {status, body.dump(), {{"Content-Type", "application/json"}}};
}

mock_answer wrong(int status, const json& message, const char* error) {
  return reply(
      status, {{"message", message}, {"error", error}, {"statusCode", status}});
}

/// Without what VAPI keeps to itself.
json shown(json thing) {
  if (thing.contains("authenticationPlan"))
    for (auto name : {"token", "secretKey"})
      thing["authenticationPlan"].erase(name);
  return thing;
}

std::string padded(int number, std::size_t width) {
  auto text = std::to_string(number);
  return std::string(width - text.size(), '0') + text;
}

/// VAPI keeps a tool that is pinned to a version out of toolIds.
void drop_pinned(json& assistant) {
  if (!assistant.contains("model") || !assistant["model"].contains("toolRefs"))
    return;
  auto& ids = assistant["model"]["toolIds"];
  for (const auto& pin : assistant["model"]["toolRefs"])
    ids.erase(std::remove(ids.begin(), ids.end(), pin["toolId"]), ids.end());
}

std::string value_in(const std::string& query, const std::string& name) {
  const auto at = query.find(name + "=");
  if (at == query.npos)
    return {};
  const auto begin = at + name.size() + 1;
  auto text = query.substr(begin, query.find('&', begin) - begin);
  for (auto colon = text.find("%3A"); colon != text.npos;
       colon = text.find("%3A"))
    text.replace(colon, 3, ":");
  return text;
}

} // namespace

fake_vapi::fake_vapi(std::string key)
    : schema_(RENTAL_VAPI_SCHEMA), key_(std::move(key)),
      server_([this](const seen_request& request) { return handle(request); }) {
}

fake_vapi::things fake_vapi::all(const std::string& kind) const {
  std::lock_guard guard{mutex_};
  const auto found = all_.find(kind);
  return found == all_.end() ? things{} : found->second;
}

json fake_vapi::one(const std::string& kind, const std::string& id) const {
  return all(kind).at(id);
}

std::string fake_vapi::put(const std::string& kind, json thing) {
  std::lock_guard guard{mutex_};
  return add(kind, std::move(thing));
}

void fake_vapi::remove(const std::string& kind, const std::string& id) {
  std::lock_guard guard{mutex_};
  all_[kind].erase(id);
}

std::vector<std::string> fake_vapi::writes() const {
  std::vector<std::string> lines;
  for (const auto& each : server_.seen())
    if (each.method != "GET")
      lines.push_back(each.method + " " + each.target);
  return lines;
}

void fake_vapi::answer(const std::string& begin, mock_answer how, int times,
                       int after) {
  std::lock_guard guard{mutex_};
  prepared_.push_back({begin, std::move(how), times, after});
}

std::optional<mock_answer> fake_vapi::prepared_for(const std::string& what) {
  for (auto& each : prepared_) {
    if (!what.starts_with(each.begin) || each.times == 0)
      continue;
    if (each.after-- > 0)
      continue;
    --each.times;
    return each.how;
  }
  return std::nullopt;
}

mock_answer fake_vapi::handle(const seen_request& request) {
  std::lock_guard guard{mutex_};
  if (auto how = prepared_for(request.method + " " + request.target))
    return *how;
  if (!request.headers.contains("authorization")
      || request.headers.at("authorization") != "Bearer " + key_)
    return wrong(401, "Invalid Key.", "Unauthorized");
  const auto query = request.target.find('?');
  const auto path = request.target.substr(1, query - 1);
  const auto kind = path.substr(0, path.find('/'));
  const auto id = path == kind ? "" : path.substr(kind.size() + 1);
  if (kind != "tool" && kind != "credential" && kind != "assistant")
    return wrong(404, "Cannot " + request.method + " /" + path, "Not Found");
  if (!id.empty() && !all_[kind].contains(id))
    return wrong(404, "Couldn't Find " + kind, "Not Found");
  if (request.method == "GET" && id.empty())
    return list(kind, query == request.target.npos
                          ? ""
                          : request.target.substr(query + 1));
  if (request.method == "GET")
    return reply(200, shown(all_[kind][id]));
  const auto schema = request.method + " /" + kind;
  const auto body = json::parse(request.body, nullptr, false);
  if (!schema_.knows(schema) || (request.method == "POST") != id.empty()
      || !body.is_object()
      || request.headers.at("content-type") != "application/json")
    return wrong(400, "Bad Request", "Bad Request");
  auto faults = schema_.faults(schema, body);
  for (auto& each : dangling(body))
    faults.push_back(std::move(each));
  if (!faults.empty())
    return wrong(400, faults, "Bad Request");
  return id.empty() ? create(kind, body) : update(kind, id, body);
}

/// Newest first, 100 unless the limit says another number, at most 1000.
mock_answer fake_vapi::list(const std::string& kind,
                            const std::string& query) const {
  const auto limit_text = value_in(query, "limit");
  const auto limit = limit_text.empty() ? 100u : std::stoul(limit_text);
  if (limit > 1000)
    return wrong(400, json{"limit must not be greater than 1000"},
                 "Bad Request");
  const auto until = value_in(query, "createdAtLe");
  std::vector<json> found;
  if (const auto of = all_.find(kind); of != all_.end())
    for (const auto& [id, thing] : of->second)
      if (until.empty() || thing["createdAt"] <= until)
        found.push_back(shown(thing));
  std::ranges::sort(found, [](const json& a, const json& b) {
    return a["createdAt"] > b["createdAt"];
  });
  found.resize(std::min<std::size_t>(found.size(), limit));
  return reply(200, found);
}

mock_answer fake_vapi::create(const std::string& kind, json body) {
  const auto id = add(kind, std::move(body));
  return reply(201, shown(all_[kind][id]));
}

/// Each member that is sent replaces the whole one that was there.
mock_answer fake_vapi::update(const std::string& kind, const std::string& id,
                              const json& body) {
  auto& thing = all_[kind][id];
  thing.update(body);
  drop_pinned(thing);
  return reply(200, shown(thing));
}

/// Ids that lead nowhere.
std::vector<std::string> fake_vapi::dangling(const json& body) const {
  std::vector<std::string> faults;
  const auto check = [&](const std::string& kind, const json& id) {
    const auto of = all_.find(kind);
    if (id.is_string() && (of == all_.end() || !of->second.contains(id)))
      faults.push_back("Couldn't Find " + kind + " " + id.get<std::string>());
  };
  if (body.contains("server"))
    check("credential", body["server"].value("credentialId", json{}));
  if (body.contains("model"))
    for (const auto& id : body["model"].value("toolIds", json::array()))
      check("tool", id);
  return faults;
}

std::string fake_vapi::add(const std::string& kind, json thing) {
  ++made_;
  const auto id = "00000000-0000-4000-8000-" + padded(made_, 12);
  const auto second = made_ % 60;
  const auto minute = made_ / 60;
  thing["id"] = id;
  thing["orgId"] = "0rg";
  thing["createdAt"] = thing["updatedAt"] = "2026-11-22T09:" + padded(minute, 2)
                                            + ":" + padded(second, 2) + ".000Z";
  all_[kind][id] = std::move(thing);
  return id;
}

} // namespace rental::test
