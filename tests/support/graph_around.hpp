// Microsoft Graph with something in between: everything passes through; what a
// derived class overrides, does not.
#pragma once

#include "microsoft/graph_api.hpp"

#include <memory>
#include <utility>

namespace rental::test {

class graph_around : public graph_api {
public:
  explicit graph_around(std::shared_ptr<graph_api> inner)
      : inner_(std::move(inner)) {}

  void me(graph_call call, reply<graph_account> on_reply) override {
    inner_->me(std::move(call), std::move(on_reply));
  }
  void settings(graph_call call, reply<mailbox_settings> on_reply) override {
    inner_->settings(std::move(call), std::move(on_reply));
  }
  void calendar_view(graph_call call, time_slot window,
                     reply<std::vector<calendar_event>> on_reply) override {
    inner_->calendar_view(std::move(call), window, std::move(on_reply));
  }
  void create_event(graph_call call, event_draft draft,
                    reply<calendar_event> on_reply) override {
    inner_->create_event(std::move(call), std::move(draft),
                         std::move(on_reply));
  }
  void find_events(graph_call call, std::string booking_id,
                   reply<std::vector<calendar_event>> on_reply) override {
    inner_->find_events(std::move(call), std::move(booking_id),
                        std::move(on_reply));
  }
  void get_event(graph_call call, std::string event_id,
                 reply<calendar_event> on_reply) override {
    inner_->get_event(std::move(call), std::move(event_id),
                      std::move(on_reply));
  }
  void move_event(graph_call call, std::string event_id, std::string etag,
                  time_slot to, event_mark mark,
                  reply<calendar_event> on_reply) override {
    inner_->move_event(std::move(call), std::move(event_id), std::move(etag),
                       to, std::move(mark), std::move(on_reply));
  }
  void delete_event(graph_call call, std::string event_id, std::string etag,
                    reply<done> on_reply) override {
    inner_->delete_event(std::move(call), std::move(event_id), std::move(etag),
                         std::move(on_reply));
  }
  void send_mail(graph_call call, graph_mail mail,
                 reply<done> on_reply) override {
    inner_->send_mail(std::move(call), std::move(mail), std::move(on_reply));
  }
  void find_mail(graph_call call, std::string mail_id,
                 reply<bool> on_reply) override {
    inner_->find_mail(std::move(call), std::move(mail_id), std::move(on_reply));
  }

private:
  std::shared_ptr<graph_api> inner_;
};

} // namespace rental::test
