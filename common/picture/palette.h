#pragma once
// Eight colours that people with any colour vision tell apart: M. Okabe, K. Ito, "Color Universal
// Design" (2008). Pictures name them by class, so that one style sheet serves light and dark.

namespace hansa::picture {

namespace colour {
inline constexpr const char* kBlue = "c-blue";
inline constexpr const char* kOrange = "c-orange";
inline constexpr const char* kGreen = "c-green";
inline constexpr const char* kVermillion = "c-vermillion";
inline constexpr const char* kPurple = "c-purple";
inline constexpr const char* kSky = "c-sky";
inline constexpr const char* kYellow = "c-yellow";
inline constexpr const char* kGrey = "c-grey";
}  // namespace colour

// The style of everything that this folder draws. Holds no '<', '>' or '&': it may stand in a style
// element of HTML and of SVG. Concrete colours, no variables: renderers other than browsers read
// it.
extern const char* const kChartStyle;

}  // namespace hansa::picture
