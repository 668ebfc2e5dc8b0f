// CALENDAR_API: the property directory.
#include "fronts/api/calendar_api.hpp"
#include "tests/fronts/front_fixture.hpp"

namespace rental {
namespace {

using nlohmann::json;
using testing::HasSubstr;

using test::a_get;
using test::a_post;
using test::with_token;

constexpr auto home_id = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

/// What the fake was asked, and how it answers.
struct properties_script {
  std::vector<property_filter> filters;
  std::vector<property_order> orders;
  std::vector<std::string> looked;
  std::vector<std::string> removed;
  expected<property_answer> answer = property_answer{};
  property_page page;
};
using properties_script_ptr = std::shared_ptr<properties_script>;

properties_actor::behavior_type fake_properties(properties_actor::pointer,
                                                properties_script_ptr script) {
  return {
      [=](atom::properties, const property_filter& which) {
        script->filters.push_back(which);
        return script->page;
      },
      [=](atom::look, const std::string& id) {
        script->looked.push_back(id);
        return test::as_result(script->answer);
      },
      [=](atom::keep, const property_order& order) {
        script->orders.push_back(order);
        return test::as_result(script->answer);
      },
      [=](atom::remove, const std::string& id) {
        script->removed.push_back(id);
        return test::as_result(script->answer);
      },
  };
}

class PropertiesFront : public test::front_test {
protected:
  PropertiesFront() {
    property_record row;
    row.id = home_id;
    row.agency = "default";
    row.address = "12 Elm Street, Norman";
    row.manager = "pete_admin";
    row.notes = "Park behind.";
    row.created_at = row.updated_at = from_unix(1795356000);
    script->answer = property_answer{row, true};
    script->page = {{row}, 41};
    calendar_api_deps deps;
    deps.directory = directory_handle;
    deps.options = production();
    deps.options.time
        = std::make_shared<manual_clock>(from_unix(1'790'000'000));
    deps.properties = spawn(fake_properties, script);
    front = to_front(spawn(calendar_api, deps));
  }

  static http_in with_method(std::string method, std::string body = "") {
    auto in = a_post(std::string{"/calendar/properties/"} + home_id,
                     std::move(body), with_token);
    in.method = std::move(method);
    return in;
  }

  http_out add(const std::string& body) {
    return answered(front, a_post("/calendar/properties", body, with_token));
  }

  std::string detail_of(const http_out& out) {
    return json::parse(out.body).value("detail", "");
  }

  properties_script_ptr script = std::make_shared<properties_script>();
  http_handler front;
};

const auto elm = json::parse(R"({"id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  "agency":"default","address":"12 Elm Street, Norman","name":"",
  "manager":"pete_admin","notes":"Park behind.","active":true,
  "created_at":"2026-11-22T14:00:00Z","updated_at":"2026-11-22T14:00:00Z"})");

TEST_F(PropertiesFront, NeedsTheToken) {
  EXPECT_EQ(answered(front, a_get("/calendar/properties")).status, 401u);
  EXPECT_EQ(answered(front, a_post("/calendar/properties", "{}")).status, 401u);
  EXPECT_TRUE(script->filters.empty());
}

TEST_F(PropertiesFront, ListsWithFiltersInPages) {
  const auto out = answered(
      front, a_get("/calendar/properties?agency=lakeside&manager=14055550142"
                   "&search=elm&active=true&offset=20&limit=5",
                   with_token));
  EXPECT_EQ(out.status, 200u);
  EXPECT_EQ(json::parse(out.body), json({{"status", "success"},
                                         {"properties", json::array({elm})},
                                         {"total_properties", 41},
                                         {"offset", 20},
                                         {"limit", 5}}));
  const auto& which = script->filters.at(0);
  EXPECT_EQ(which.agency, "lakeside");
  EXPECT_EQ(which.manager, "+14055550142");
  EXPECT_EQ(which.search, "elm");
  EXPECT_EQ(which.active, true);
  answered(front, a_get("/calendar/properties", with_token));
  EXPECT_EQ(script->filters.at(1).limit, 100u);
  EXPECT_EQ(script->filters.at(1).active, std::nullopt);
  for (const auto* wrong : {"limit=501", "limit=x", "offset=-1", "active=2"})
    EXPECT_EQ(
        answered(front, a_get(std::string{"/calendar/properties?"} + wrong,
                              with_token))
            .status,
        400u)
        << wrong;
}

TEST_F(PropertiesFront, AddsAHome) {
  const auto out = add(R"({"address":"12 Elm Street, Norman",
    "manager":"14055550142","agency":"lakeside","notes":"Park behind.",
    "active":false,"name":null})");
  EXPECT_EQ(out.status, 201u);
  EXPECT_EQ(json::parse(out.body), json({{"status", "success"},
                                         {"property", elm},
                                         {"warnings", json::array()}}));
  const auto& order = script->orders.at(0);
  EXPECT_EQ(order.id, "");
  EXPECT_EQ(order.agency, "lakeside");
  EXPECT_EQ(order.what.manager, "+14055550142");
  EXPECT_EQ(order.what.name, "");
  EXPECT_EQ(order.what.active, false);
}

TEST_F(PropertiesFront, WarnsOfAManagerWhoNeverConnected) {
  script->answer = property_answer{{}, false};
  const auto out = add(R"({"address":"12 Elm Street","manager":"bob"})");
  EXPECT_EQ(out.status, 201u);
  EXPECT_THAT(out.body, HasSubstr("never connected"));
}

TEST_F(PropertiesFront, RefusesWhatItDoesNotUnderstand) {
  EXPECT_EQ(add("[]").status, 400u);
  EXPECT_EQ(add(R"({"address":"12 Elm Street"})").status, 400u);
  EXPECT_THAT(detail_of(add(R"({"adress":"1","manager":"p"})")),
              HasSubstr("no member \"adress\""));
  EXPECT_THAT(detail_of(add(R"({"address":7,"manager":"p"})")),
              HasSubstr("address is not a text"));
  EXPECT_THAT(detail_of(add(R"({"address":null,"manager":"p"})")),
              HasSubstr("address is not a text"));
  EXPECT_THAT(detail_of(add(R"({"active":"yes","manager":"p"})")),
              HasSubstr("active is not true or false"));
  EXPECT_TRUE(script->orders.empty());
  script->answer = failure{errc::already_there, "that home is there", {}};
  const auto out = add(R"({"address":"12 Elm Street","manager":"p"})");
  EXPECT_EQ(out.status, 409u);
  EXPECT_EQ(json::parse(out.body)["code"], "already_there");
  EXPECT_EQ(header_of(out, "Content-Type"), "application/problem+json");
}

TEST_F(PropertiesFront, ShowsChangesAndRemovesOne) {
  EXPECT_EQ(answered(front, with_method("GET")).status, 200u);
  EXPECT_EQ(script->looked, std::vector<std::string>{home_id});
  EXPECT_EQ(
      answered(front, with_method("PATCH", R"({"manager":"14055550142"})"))
          .status,
      200u);
  EXPECT_EQ(script->orders.at(0).id, home_id);
  EXPECT_EQ(script->orders.at(0).what.manager, "+14055550142");
  EXPECT_EQ(script->orders.at(0).what.address, std::nullopt);
  EXPECT_EQ(
      answered(front, with_method("PATCH", R"({"agency":"lakeside"})")).status,
      400u);
  EXPECT_EQ(answered(front, with_method("PATCH", R"({"manager":""})")).status,
            400u);
  EXPECT_EQ(answered(front, with_method("DELETE")).status, 200u);
  EXPECT_EQ(script->removed, std::vector<std::string>{home_id});
}

TEST_F(PropertiesFront, WhatIsNoIdIsNotThere) {
  EXPECT_EQ(answered(front, a_get("/calendar/properties/7", with_token)).status,
            404u);
  EXPECT_EQ(answered(front, a_get("/calendar/properties/", with_token)).status,
            404u);
  script->answer = errc::not_found;
  EXPECT_EQ(answered(front, with_method("GET")).status, 404u);
  EXPECT_TRUE(script->orders.empty());
}

} // namespace
} // namespace rental
