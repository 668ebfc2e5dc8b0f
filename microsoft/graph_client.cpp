#include "microsoft/graph_client.hpp"

#include "crypto/uuid.hpp"
#include "microsoft/graph_errors.hpp"
#include "microsoft/graph_json.hpp"
#include "net/url.hpp"

#include <functional>
#include <random>

namespace rental {
namespace {

using std::chrono::milliseconds;
using steady = std::chrono::steady_clock;

constexpr const char* event_fields
    = "id,start,end,showAs,isAllDay,isCancelled,type,responseStatus,"
      "transactionId,iCalUId,seriesMasterId";

std::string expand_booking() {
  return std::string{"singleValueExtendedProperties($filter=id eq '"}
         + booking_property + "')";
}

std::string expand_booking_and_row() {
  return std::string{"singleValueExtendedProperties($filter=id eq '"}
         + booking_property + "' or id eq '" + row_property + "')";
}

/// OData doubles a quote inside a text.
std::string odata_text(const std::string& text) {
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' ? std::string{"''"} : std::string{c};
  return out + '\'';
}

/// Whoever carries this value of an extended property.
std::string carries(const char* property, const std::string& value) {
  return "singleValueExtendedProperties/Any(ep: ep/id eq "
         + odata_text(property) + " and ep/value eq " + odata_text(value) + ')';
}

std::string event_path(const std::string& id) {
  return "me/events/" + percent_encode(id);
}

double random_fraction() {
  thread_local std::minstd_rand source{std::random_device{}()};
  return std::uniform_real_distribution<double>{0, 1}(source);
}

/// Half a minute where the caller named no deadline.
deadline until_of(const graph_call& call) {
  return call.until == deadline{} ? steady::now() + std::chrono::seconds{30}
                                  : call.until;
}

/// A call with all its tries.
struct exchange {
  std::string_view operation;
  graph_call call;
  http_request request;
  bool write = false;
  bool repeatable = false;
  int attempts = 0;
  int unexplained = 0;
  reply<http_reply> on_reply;
};
using exchange_ptr = std::shared_ptr<exchange>;

/// A read of many pages.
struct paged_read {
  std::string_view operation;
  graph_call call;
  int pages = 0;
  std::vector<calendar_event> events;
  reply<std::vector<calendar_event>> on_reply;
};
using paged_read_ptr = std::shared_ptr<paged_read>;

/// What a write says, on a clock or in UTC.
using body_on = std::function<std::string(const std::optional<zone>&)>;

bool is_about_zone(const failure& why) {
  return why.code == errc::provider_refused
         && why.detail.starts_with("TimeZoneNotSupported");
}

/// Turns a reader of bodies into a receiver of replies.
template <class T>
reply<http_reply> reading(expected<T> (*read)(std::string_view),
                          reply<T> on_reply) {
  return [read, tell = std::move(on_reply)](expected<http_reply> answer) {
    tell(answer ? read(answer->body) : expected<T>{answer.error()});
  };
}

} // namespace

class graph_client::core : public std::enable_shared_from_this<core> {
public:
  core(graph_options options, graph_gate& gate, delayer& timer,
       const clock& now)
      : options_(std::move(options)), gate_(gate), timer_(timer), now_(now) {
    if (!options_.jitter)
      options_.jitter = random_fraction;
  }

  std::string url(std::string_view path,
                  const std::vector<name_value>& query = {}) const {
    return join_url(options_.base_url, path, query);
  }

  const graph_options& options() const { return options_; }

  void read(std::string_view operation, graph_call call, std::string url,
            reply<http_reply> on_reply) {
    start(operation, std::move(call), "GET", std::move(url), {}, {},
          std::move(on_reply));
  }

  /// Success is any 2xx.
  void start(std::string_view operation, graph_call call, std::string method,
             std::string url, std::string body, std::string etag,
             reply<http_reply> on_reply) {
    auto job = std::make_shared<exchange>();
    job->operation = operation;
    job->write = method != "GET";
    // A mail carries nothing by which Graph would know it again.
    job->repeatable = operation != "send_mail";
    call.until = until_of(call);
    job->call = std::move(call);
    job->request = {std::move(method),
                    std::move(url),
                    {},
                    std::move(body),
                    job->call.until};
    auto& headers = job->request.headers;
    headers = {{"Authorization", "Bearer " + job->call.access_token.reveal()},
               {"Accept", "application/json"},
               {"Prefer", "outlook.timezone=\"UTC\", IdType=\"ImmutableId\""}};
    if (!job->request.body.empty())
      headers.emplace_back("Content-Type", "application/json");
    if (!etag.empty())
      headers.emplace_back("If-Match", std::move(etag));
    job->on_reply = std::move(on_reply);
    attempt(job);
  }

  /// Writes an event's times; again in UTC when Exchange does not know the
  /// zone.
  void write_times(std::string_view operation, const graph_call& call,
                   const std::string& method, const std::string& url,
                   const body_on& body, const std::string& etag,
                   reply<http_reply> on_reply) {
    start(operation, call, method, url, body(call.clock), etag,
          [self = shared_from_this(), operation, call, method, url, body, etag,
           tell = std::move(on_reply)](expected<http_reply> answer) {
            if (answer || !call.clock || !is_about_zone(answer.error()))
              return tell(std::move(answer));
            self->start(operation, call, method, url, body({}), etag, tell);
          });
  }

  instant now() const { return now_.now(); }

  void read_pages(const paged_read_ptr& job, std::string url) {
    job->call.until = until_of(job->call);
    if (++job->pages > options_.max_pages)
      return job->on_reply(
          failure{errc::bad_answer, "more pages than a calendar has", {}});
    read(job->operation, job->call, std::move(url),
         [self = shared_from_this(), job](expected<http_reply> answer) {
           self->take_page(job, answer);
         });
  }

private:
  void attempt(const exchange_ptr& job) {
    ++job->attempts;
    auto request = job->request;
    request.headers.emplace_back("client-request-id", uuid_v4());
    const gate_pass pass{job->call.mailbox, job->write, job->call.priority,
                         job->call.tenant};
    gate_.send(pass, std::move(request),
               [self = shared_from_this(), job,
                begin = steady::now()](expected<http_reply> answer) {
                 self->observe(*job, begin, answer);
                 self->finish(job, std::move(answer));
               });
  }

  void finish(const exchange_ptr& job, expected<http_reply> answer) {
    if (answer && answer->status >= 200 && answer->status < 300)
      return job->on_reply(std::move(answer));
    const auto why = answer
                         ? classify_graph_error(answer->status, answer->headers,
                                                answer->body, now_.now())
                         : answer.error();
    const bool unexplained
        = answer && is_unexplained(answer->status, answer->body);
    job->unexplained += unexplained;
    const auto left = std::chrono::duration_cast<milliseconds>(job->call.until
                                                               - steady::now());
    // The outbox has a better memory than a call.
    if (job->operation == "send_mail")
      return job->on_reply(why);
    const auto wait
        = wait_before_retry({job->write, why.code, job->repeatable,
                             unexplained ? job->unexplained : 0, job->attempts,
                             why.retry_after, left, options_.jitter()},
                            options_.retries);
    if (!wait)
      return job->on_reply(why);
    timer_.after(*wait,
                 [self = shared_from_this(), job] { self->attempt(job); });
  }

  void take_page(const paged_read_ptr& job,
                 const expected<http_reply>& answer) {
    auto page = answer ? read_event_page(answer->body)
                       : expected<event_page>{answer.error()};
    if (!page)
      return job->on_reply(page.error());
    for (auto& event : page->events)
      job->events.push_back(std::move(event));
    if (page->next_link.empty())
      return job->on_reply(std::move(job->events));
    // The next request carries the manager's token: it goes nowhere else.
    if (!same_origin_and_base(page->next_link, options_.base_url))
      return job->on_reply(
          failure{errc::bad_answer, "a nextLink outside Graph", {}});
    read_pages(job, std::move(page->next_link));
  }

  void observe(const exchange& job, steady::time_point begin,
               const expected<http_reply>& answer) const {
    if (options_.observer)
      options_.observer(
          job.operation, answer ? answer->status : 0,
          std::chrono::duration_cast<milliseconds>(steady::now() - begin));
  }

  graph_options options_;
  graph_gate& gate_;
  delayer& timer_;
  const clock& now_;
};

graph_client::graph_client(graph_options options, graph_gate& gate,
                           delayer& timer, const clock& now)
    : core_(std::make_shared<core>(std::move(options), gate, timer, now)) {}

graph_client::~graph_client() = default;

void graph_client::me(graph_call call, reply<graph_account> on_reply) {
  core_->read(
      "me", std::move(call),
      core_->url("me", {{"$select", "id,displayName,mail,userPrincipalName"}}),
      reading(read_account, std::move(on_reply)));
}

void graph_client::settings(graph_call call, reply<mailbox_settings> on_reply) {
  core_->read(
      "settings", std::move(call),
      core_->url("me/mailboxSettings", {{"$select", "timeZone,workingHours"}}),
      [core = core_, tell = std::move(on_reply)](expected<http_reply> answer) {
        tell(answer ? read_settings(answer->body, core->now())
                    : expected<mailbox_settings>{answer.error()});
      });
}

void graph_client::calendar_view(graph_call call, time_slot window,
                                 reply<std::vector<calendar_event>> on_reply) {
  auto job = std::make_shared<paged_read>();
  job->operation = "calendar_view";
  job->call = std::move(call);
  job->on_reply = std::move(on_reply);
  core_->read_pages(
      job, core_->url("me/calendarView",
                      {{"startDateTime", to_iso_utc(window.start)},
                       {"endDateTime", to_iso_utc(window.end)},
                       {"$select", event_fields},
                       {"$expand", expand_booking()},
                       {"$top", std::to_string(core_->options().page_size)}}));
}

void graph_client::create_event(graph_call call, event_draft draft,
                                reply<calendar_event> on_reply) {
  core_->write_times(
      "create_event", call, "POST", core_->url("me/events"),
      [draft](const std::optional<zone>& tz) { return event_json(draft, tz); },
      {},
      reading<calendar_event>(
          read_event, [id = draft.booking_id, tell = std::move(on_reply)](
                          expected<calendar_event> event) {
            // Graph does not return the property that it was given.
            if (event)
              event->booking_id = id;
            tell(std::move(event));
          }));
}

void graph_client::find_events(graph_call call, std::string booking_id,
                               reply<std::vector<calendar_event>> on_reply) {
  auto job = std::make_shared<paged_read>();
  job->operation = "find_event";
  job->call = std::move(call);
  job->on_reply = std::move(on_reply);
  const auto filter = carries(booking_property, booking_id);
  core_->read_pages(job,
                    core_->url("me/events", {{"$filter", filter},
                                             {"$select", event_fields},
                                             {"$expand", expand_booking()}}));
}

void graph_client::get_event(graph_call call, std::string event_id,
                             reply<calendar_event> on_reply) {
  core_->read(
      "get_event", std::move(call),
      core_->url(event_path(event_id), {{"$select", event_fields},
                                        {"$expand", expand_booking_and_row()}}),
      reading(read_event, std::move(on_reply)));
}

void graph_client::move_event(graph_call call, std::string event_id,
                              std::string etag, time_slot to, event_mark mark,
                              reply<calendar_event> on_reply) {
  core_->write_times(
      "move_event", call, "PATCH", core_->url(event_path(event_id)),
      [to, mark](const std::optional<zone>& tz) {
        return move_json(to, mark, tz);
      },
      etag,
      reading<calendar_event>(
          read_event, [id = mark.booking_id, tell = std::move(on_reply)](
                          expected<calendar_event> event) {
            if (event)
              event->booking_id = id;
            tell(std::move(event));
          }));
}

void graph_client::delete_event(graph_call call, std::string event_id,
                                std::string etag, reply<done> on_reply) {
  core_->start("delete_event", std::move(call), "DELETE",
               core_->url(event_path(event_id)), {}, std::move(etag),
               [tell = std::move(on_reply)](expected<http_reply> answer) {
                 if (answer)
                   tell(done{});
                 else
                   tell(answer.error());
               });
}

void graph_client::send_mail(graph_call call, graph_mail mail,
                             reply<done> on_reply) {
  core_->start("send_mail", std::move(call), "POST", core_->url("me/sendMail"),
               mail_json(mail), {},
               [tell = std::move(on_reply)](expected<http_reply> answer) {
                 if (answer)
                   tell(done{});
                 else
                   tell(answer.error());
               });
}

void graph_client::find_mail(graph_call call, std::string mail_id,
                             reply<bool> on_reply) {
  core_->read("find_mail", std::move(call),
              core_->url("me/mailFolders/sentitems/messages",
                         {{"$filter", carries(mail_property, mail_id)},
                          {"$select", "id"},
                          {"$top", "1"}}),
              reading(read_any, std::move(on_reply)));
}

} // namespace rental
