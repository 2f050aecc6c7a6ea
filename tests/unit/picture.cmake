hansa_test(unit_picture LABEL unit
  SOURCES picture_axis_test.cc picture_bar_chart_test.cc picture_histogram_test.cc picture_line_chart_test.cc picture_markup_test.cc
          picture_numbers_test.cc
  DEPS hansa_picture)
