#include "tools/booking-load/plots.hpp"

#include "tools/booking-load/progress.hpp"
#include "tools/booking-load/report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace rental::load {
namespace {

// A phone is about 360 points wide: text of 11 stays readable there.
constexpr double width = 400;
constexpr double height = 230;
constexpr double left = 64;
constexpr double right = 392;
constexpr double top = 12;
constexpr double bottom = 200;

std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.1f", value);
  return buffer;
}

std::string svg(const std::string& label, double tall,
                const std::string& content) {
  return "<svg viewBox=\"0 0 " + text(width) + " " + text(tall)
         + "\" role=\"img\" aria-label=\"" + escape_html(label) + "\">"
         + content + "</svg>\n";
}

std::string label(double x, double y, const char* anchor,
                  const std::string& words) {
  return "<text x=\"" + text(x) + "\" y=\"" + text(y) + "\" text-anchor=\""
         + anchor + "\">" + escape_html(words) + "</text>";
}

std::string grid_line(double x1, double y1, double x2, double y2) {
  return "<line class=\"grid\" x1=\"" + text(x1) + "\" y1=\"" + text(y1)
         + "\" x2=\"" + text(x2) + "\" y2=\"" + text(y2) + "\"/>";
}

std::string polyline(const std::string& css,
                     const std::vector<std::pair<double, double>>& points) {
  std::string list;
  for (const auto& [x, y] : points)
    list += (list.empty() ? "" : " ") + text(x) + "," + text(y);
  return "<polyline class=\"" + css + "\" points=\"" + list + "\"/>";
}

/// 0 percent is 0, 90 is 1, 99 is 2, ... and 100 what the count allows.
double nines(double percent, std::uint64_t count) {
  const auto rest
      = std::max((100 - percent) / 100,
                 0.5 / static_cast<double>(std::max<std::uint64_t>(count, 1)));
  return -std::log10(rest);
}

struct log_axis {
  double low;
  double high;
  double at(double micros) const {
    const auto share = (std::log10(std::max(micros, low)) - std::log10(low))
                       / (std::log10(high) - std::log10(low));
    return bottom - share * (bottom - top);
  }
};

log_axis axis_for(const std::map<std::string, histogram>& by_tool) {
  double low = 1e12;
  double high = 10;
  for (const auto& [tool, each] : by_tool) {
    low = std::min(low,
                   static_cast<double>(std::max<std::uint64_t>(each.min(), 1)));
    high = std::max(high, static_cast<double>(each.max()));
  }
  low = std::min(low, high / 2);
  return {std::pow(10, std::floor(std::log10(low))),
          std::pow(10, std::ceil(std::log10(high)))};
}

std::string percentile_grid(const log_axis& axis, double most_nines) {
  std::string out;
  for (auto micros = axis.low; micros <= axis.high * 1.01; micros *= 10) {
    out += grid_line(left, axis.at(micros), right, axis.at(micros));
    out += label(left - 4, axis.at(micros) + 4, "end",
                 say_micros(static_cast<std::uint64_t>(micros)));
  }
  constexpr std::array names{"0", "90", "99", "99.9", "99.99", "99.999"};
  for (std::size_t i = 0;
       i < names.size() && static_cast<double>(i) <= most_nines; ++i) {
    const auto x = left + static_cast<double>(i) / most_nines * (right - left);
    out += grid_line(x, top, x, bottom);
    out += label(x, bottom + 14, "middle", names[i]);
  }
  return out + label(right, bottom + 27, "end", "percent of the answers");
}

} // namespace

std::string percentile_plot(const std::map<std::string, histogram>& by_tool) {
  double most = 1;
  for (const auto& [tool, each] : by_tool)
    most = std::max(most, nines(100, each.count()));
  const auto axis = axis_for(by_tool);
  auto content = percentile_grid(axis, most);
  std::size_t color = 0;
  double tall = height + 6;
  for (const auto& [tool, each] : by_tool) {
    std::vector<std::pair<double, double>> points;
    for (const auto& point : each.curve())
      points.emplace_back(
          left + nines(point.percent, each.count()) / most * (right - left),
          axis.at(static_cast<double>(point.value)));
    const auto css = "line s" + std::to_string(color++ % 6);
    content += polyline(css, points);
    content += polyline(css, {{left, tall}, {left + 22, tall}});
    content += label(left + 28, tall + 4, "start", tool);
    tall += 16;
  }
  return svg("Latency by percentile", tall, content);
}

std::string pace_plot(const std::vector<second_count>& seconds) {
  std::uint64_t most = 1;
  for (const auto& each : seconds)
    most = std::max(most, each.answers);
  const auto x = [&](std::size_t i) {
    return left
           + static_cast<double>(i)
                 / static_cast<double>(std::max<std::size_t>(seconds.size(), 1))
                 * (right - left);
  };
  const auto y = [&](std::uint64_t count) {
    return bottom
           - static_cast<double>(count) / static_cast<double>(most)
                 * (bottom - top);
  };
  std::vector<std::pair<double, double>> answers{{left, bottom}};
  std::vector<std::pair<double, double>> promises;
  for (std::size_t i = 0; i < seconds.size(); ++i)
    for (auto at : {x(i), x(i + 1)}) {
      answers.emplace_back(at, y(seconds[i].answers));
      promises.emplace_back(at, y(seconds[i].promises));
    }
  answers.emplace_back(right, bottom);
  std::string content;
  for (auto part : {0.0, 0.5, 1.0}) {
    const auto value
        = static_cast<std::uint64_t>(static_cast<double>(most) * part);
    content += grid_line(left, y(value), right, y(value));
    content += label(left - 4, y(value) + 4, "end", std::to_string(value));
  }
  content += polyline("area", answers) + polyline("line s1", promises);
  content += label(left, bottom + 14, "start", "0 s");
  content += label(right, bottom + 14, "end",
                   std::to_string(seconds.size()) + " s");
  content += polyline("line s0", {{left, height}, {left + 22, height}})
             + label(left + 28, height + 4, "start", "answers per second")
             + polyline("line s1", {{left + 170, height}, {left + 192, height}})
             + label(left + 198, height + 4, "start", "bookings per second");
  return svg("Answers and bookings per second", height + 14, content);
}

std::string outcome_plot(
    const std::vector<std::pair<std::string, std::uint64_t>>& outcomes) {
  constexpr double names_end = 130;
  constexpr double row = 18;
  std::uint64_t most = 1;
  for (const auto& [name, count] : outcomes)
    most = std::max(most, count);
  std::string content;
  double y = 4;
  for (const auto& [name, count] : outcomes) {
    const auto wide = static_cast<double>(count) / static_cast<double>(most)
                      * (width - names_end - 70);
    content += label(names_end - 6, y + 11, "end", name);
    content += "<rect class=\"bar\" x=\"" + text(names_end) + "\" y=\""
               + text(y) + "\" width=\"" + text(std::max(wide, 1.0))
               + "\" height=\"13\"/>";
    content += label(names_end + std::max(wide, 1.0) + 5, y + 11, "start",
                     std::to_string(count));
    y += row;
  }
  return svg("Answers by kind", y + 2, content);
}

} // namespace rental::load
