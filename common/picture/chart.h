#pragma once
// What all charts have: a canvas that is read at its own size on a phone, a name for those who hear
// it, a grid with numbers.

#include <functional>
#include <string>

#include "common/picture/axis.h"
#include "common/picture/markup.h"

namespace hansa::picture {

struct Canvas {
  double width = 400, height = 230;
  double left = 48, right = 12, top = 22, bottom = 36;

  double x_from() const { return left; }
  double x_to() const { return width - right; }
  double y_from() const { return height - bottom; }  // the foot: pixels count downwards
  double y_to() const { return top; }
};

struct ChartText {
  std::string title;        // what it is
  std::string description;  // what it shows, in a sentence with its figures
  std::string x_label, y_label;
};

// Opens the svg element; the caller closes it.
void OpenChart(Markup& out, const Canvas& canvas, const ChartText& text);

using NumberText = std::function<std::string(double)>;

// Grid, axes, numbers and labels.
void DrawAxes(Markup& out, const Canvas& canvas, const ChartText& text, const Axis& x,
              const Axis& y, const NumberText& y_number);

}  // namespace hansa::picture
