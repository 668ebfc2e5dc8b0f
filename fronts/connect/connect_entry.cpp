#include "fronts/connect/connect_entry.hpp"

#include "crypto/connect_link.hpp"
#include "fronts/authorize.hpp"
#include "fronts/connect/connect_pages.hpp"
#include "fronts/connect/connect_results.hpp"
#include "fronts/manager_session.hpp"
#include "http/access/sealed_cookie.hpp"
#include "http/access/webhook_auth.hpp"
#include "http/pages/pages.hpp"

namespace rental {
namespace {

constexpr std::string_view link_cookie = "peterental_link";
constexpr std::chrono::hours link_kept{1};

cookie_kind seen_kind(const front_options& options) {
  return {"peterental_seen", link_kept, over_https(options), "Strict"};
}

http_out no_user_id_page(const http_in& in) {
  return render(trouble_page{
      400,
      "Whose calendar is it?",
      "The address does not say for whom a calendar is to be connected.",
      {"Open the whole link that you were sent, from its beginning to its end.",
       "If you run this service and typed the address, add ?user_id= and the "
       "manager's phone number, with %2B for the plus sign."},
      {},
      {},
      in.request_id});
}

http_out no_permission_page(const http_in& in) {
  auto out = render(trouble_page{
      401,
      "This address does not let you in",
      "To connect a calendar you need a link that was made for you.",
      {"Ask whoever runs this service for a link, and open it as it is."},
      {},
      {},
      in.request_id});
  out.headers.emplace_back("WWW-Authenticate", "Bearer");
  return out;
}

http_out bad_link_page(const failure& why, const http_in& in) {
  if (why.code == errc::expired)
    return render(trouble_page{
        410,
        "This link has expired",
        "Links work for some days only. Nothing was changed, and a calendar "
        "that was connected with it stays connected.",
        {"Ask whoever sent you the link for a new one."},
        {},
        {},
        in.request_id});
  return render(trouble_page{
      403,
      "This link does not work",
      "It was not made here, or it lost a part on its way.",
      {"Open the link as it was sent: copy all of it, to its very end. Long "
       "links are sometimes cut in two.",
       "If that does not help, ask whoever sent it for a new one."},
      {},
      {},
      in.request_id});
}

} // namespace

std::string query_for(const front_options& options,
                      const manager_key& manager) {
  auto query = "user_id=" + encode_component(manager.user_id);
  if (manager.agency != options.agency)
    query += "&agency=" + encode_component(manager.agency);
  return query;
}

std::optional<connect_entry> entry_of(const front_options& options,
                                      const http_in& in, http_out& refusal) {
  const std::string text{in.parameter("link")};
  if (!text.empty()) {
    const auto link
        = open_connect_link(*options.keys, text, options.time->now());
    if (link)
      return connect_entry{{link->agency, link->user_id},
                           link->expected_account,
                           text,
                           connect_link_id(text),
                           link->expires_at,
                           "link=" + text};
    refusal = bad_link_page(link.error(), in);
    return std::nullopt;
  }
  if (!is_admin(options, in)) {
    refusal = no_permission_page(in);
    return std::nullopt;
  }
  if (const auto whose
      = named_manager(options, in.user_id(), in.parameter("agency")))
    return connect_entry{*whose, {}, {}, {}, {}, query_for(options, *whose)};
  refusal = no_user_id_page(in);
  return std::nullopt;
}

std::string link_back(const front_options& options,
                      const connect_entry& entry) {
  if (!entry.link.empty() || !options.open)
    return entry.link;
  return seal_connect_link(
      *options.keys, {entry.manager.agency, entry.manager.user_id,
                      entry.expected_account, options.time->now() + link_kept});
}

http_out entry_page(const front_options& options, const connect_entry& entry) {
  auto out = render(connect_page{entry.manager.user_id, entry.expected_account,
                                 "/calendar/auth/start?" + entry.query});
  if (!entry.link.empty())
    out.headers.emplace_back(
        "Set-Cookie", make_sealed_cookie(*options.keys, seen_kind(options),
                                         entry.link_id, options.time->now()));
  if (const auto back = link_back(options, entry); !back.empty())
    out.headers.emplace_back("Set-Cookie", remember_link(options, back));
  return out;
}

http_out used_link_page(const front_options& options, const http_in& in) {
  const bool signed_in = session_of(options, in).has_value();
  return render(trouble_page{
      410,
      "This link was used already",
      "Each link connects one calendar, once. Nothing was changed: what was "
      "connected with it stays connected.",
      {"To connect again, or another account, ask whoever sent you the link "
       "for a new one.",
       "If it was not you who used it, tell them so."},
      signed_in ? "/calendar/connected" : "",
      "To your calendar",
      in.request_id});
}

bool may_begin(const front_options& options, const http_in& in,
               const connect_entry& entry) {
  if (bearer_matches(in.header("authorization"), options.admin_tokens))
    return true;
  const auto site = in.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none")
    return false;
  if (entry.link.empty())
    return true;
  const auto seen = read_sealed_cookie(*options.keys, seen_kind(options), in,
                                       options.time->now());
  return seen && *seen == entry.link_id;
}

namespace {

/// The link that this browser came with, while it is good; of another manager
/// than `only` it does not count.
std::string remembered(const front_options& options, const http_in& in,
                       const manager_key* only = nullptr) {
  auto text = read_cookie(in, link_cookie, over_https(options));
  if (text.empty())
    return {};
  const auto link = open_connect_link(*options.keys, text, options.time->now());
  if (!link)
    return {};
  const manager_key whose{link->agency, link->user_id};
  return only == nullptr || whose == *only ? text : std::string{};
}

} // namespace

std::string way_back(const front_options& options, const http_in& in) {
  const auto link = remembered(options, in);
  return link.empty() ? "" : "/calendar/connect?link=" + link;
}

std::string way_to_switch(const front_options& options, const http_in& in,
                          const manager_key& manager) {
  const std::string start = "/calendar/auth/start?switch=1&";
  if (const auto link = remembered(options, in, &manager); !link.empty())
    return start + "link=" + link;
  if (options.open)
    return start + query_for(options, manager);
  return {};
}

std::string remember_link(const front_options& options,
                          const std::string& link) {
  return set_cookie(link_cookie, link,
                    link.empty() ? std::chrono::seconds{0} : link_kept,
                    over_https(options));
}

bool remembers_link(const front_options& options, const http_in& in) {
  return !read_cookie(in, link_cookie, over_https(options)).empty();
}

} // namespace rental
