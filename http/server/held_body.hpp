// A request's body that takes its memory from the server's budget as it
// arrives, never ahead of it. Internal to http/: heavy headers.
#pragma once

#include "http/server/byte_budget.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace rental {

/// Beast's concept Body, for reading. What finds no room in the budget ends the
/// reading with not_enough_memory.
struct held_body {
  struct value_type {
    std::string text;
    /// Set once the header was judged.
    byte_lease* lease = nullptr;
  };

  static std::uint64_t size(const value_type& body) { return body.text.size(); }

  class reader {
  public:
    template <bool IsRequest, class Fields>
    reader(boost::beast::http::header<IsRequest, Fields>&, value_type& body)
        : body_(body) {}

    void init(const boost::optional<std::uint64_t>& length,
              boost::beast::error_code& ec) {
      length_ = length.value_or(0);
      ec = {};
    }

    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::beast::error_code& ec) {
      const auto more = boost::asio::buffer_size(buffers);
      if (!make_room(body_.text.size() + more)) {
        ec = boost::system::errc::make_error_code(
            boost::system::errc::not_enough_memory);
        return 0;
      }
      for (const auto each : boost::beast::buffers_range_ref(buffers))
        body_.text.append(static_cast<const char*>(each.data()), each.size());
      ec = {};
      return more;
    }

    void finish(boost::beast::error_code& ec) { ec = {}; }

  private:
    /// What a client says of the length is believed up to here.
    static constexpr std::uint64_t at_once = 256 * 1024;
    /// Left free behind the text: those who read it in great steps need no copy
    /// then. Not charged.
    static constexpr std::size_t spare = 64;

    bool make_room(std::size_t wanted) {
      auto& text = body_.text;
      if (wanted + spare <= text.capacity())
        return true;
      // What comes is copied at each step: few of them when the end is known.
      const auto step = length_ > 0 ? 4 : 2;
      auto room = std::max<std::uint64_t>(wanted, step * text.capacity());
      if (length_ > 0)
        room = std::min(std::max(room, std::min(length_, at_once)),
                        std::max<std::uint64_t>(length_, wanted));
      if (body_.lease != nullptr
          && !body_.lease->grow(room - std::min<std::uint64_t>(room, charged_)))
        return false;
      charged_ = room;
      text.reserve(static_cast<std::size_t>(room) + spare);
      return true;
    }

    value_type& body_;
    std::uint64_t length_ = 0;
    std::uint64_t charged_ = 0;
  };
};

} // namespace rental
