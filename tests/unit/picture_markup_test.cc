#include <gtest/gtest.h>

#include "common/picture/markup.h"

namespace hansa::picture {
namespace {

TEST(Markup, WritesElements) {
  Markup out;
  out.Doctype().Open("p", {{"class", "a"}}).Text("x ").Leaf("b", {}, "y").Close();
  out.Leaf("td", {}, "").Empty("br", {});
  EXPECT_EQ(out.Take(), "<!doctype html><p class=\"a\">x <b>y</b></p><td></td><br/>");
}

TEST(Markup, EscapesTextAndAttributes) {
  Markup out;
  out.Leaf("p", {{"title", "\"><script>'&"}}, "<script>&amp;");
  EXPECT_EQ(out.Take(),
            "<p title=\"&quot;&gt;&lt;script&gt;&apos;&amp;\">&lt;script&gt;&amp;amp;</p>");
}

TEST(Markup, HoldsNothingThatNoDocumentMayHold) {
  Markup out;
  out.Leaf("p", {}, std::string_view("a\0b\x01\xff", 5));
  EXPECT_EQ(out.Take(),
            "<p>a?b?"
            "?</p>");
}

}  // namespace
}  // namespace hansa::picture
