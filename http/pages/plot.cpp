#include "http/pages/plot.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace rental {
namespace {

constexpr int step = 10;
constexpr int height = 100;
constexpr int headroom = 24;

template <class... Ts>
std::string written(const char* format, Ts... values) {
  std::array<char, 256> text{};
  const int length = std::snprintf(text.data(), text.size(), format, values...);
  return {text.data(),
          std::min(std::size_t(std::max(length, 0)), text.size() - 1)};
}

std::string figure(double value) {
  return value < 100 ? written("%.3g", value) : written("%.0f", value);
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '"')
      result += "&quot;";
    else
      result += c;
  }
  return result;
}

std::string in_words(const plot& what, double highest, std::size_t at) {
  const auto& values = what.values;
  if (highest <= 0)
    return written("Nothing in the last %zu minutes.", values.size());
  const auto ago = values.size() - 1 - at;
  return "Highest: " + figure(highest) + what.unit + ", "
         + (ago == 0   ? "in this minute"
            : ago == 1 ? "a minute ago"
                       : written("%zu minutes ago", ago))
         + ". Now: " + figure(values.back()) + what.unit + ".";
}

std::string bars(const std::vector<double>& values, double highest) {
  std::string result;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= 0)
      continue;
    // What is not nothing has to be seen.
    const auto tall = std::max(1.5, values[i] / highest * height);
    result += written("<rect x=\"%zu\" y=\"%.1f\" width=\"%d\" "
                      "height=\"%.1f\"/>",
                      i * step, headroom + height - tall, step - 2, tall);
  }
  return result;
}

} // namespace

std::string plot_svg(const plot& what) {
  const auto& values = what.values;
  const auto top = std::max_element(values.begin(), values.end());
  const double highest = top == values.end() ? 0 : *top;
  const auto width = static_cast<int>(values.size()) * step;
  const int base = headroom + height;
  const auto id = escaped(what.id);
  std::string svg = written("<svg class=\"plot\" viewBox=\"0 0 %d %d\" "
                            "role=\"img\" ",
                            width, base + 2);
  svg += "aria-labelledby=\"" + id + "-title " + id + "-desc\"><title id=\""
         + id + "-title\">" + escaped(what.title) + "</title><desc id=\"" + id
         + "-desc\">"
         + escaped(in_words(what, highest, std::size_t(top - values.begin())))
         + "</desc>" + bars(values, highest);
  svg += written("<line x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", base, width,
                 base);
  if (highest > 0)
    svg += "<text x=\"0\" y=\"16\" aria-hidden=\"true\">"
           + escaped("up to " + figure(highest) + what.unit) + "</text>";
  return svg + "</svg>";
}

} // namespace rental
