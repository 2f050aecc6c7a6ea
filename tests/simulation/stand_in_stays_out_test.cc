// The stand-in cryptography is in no program that anybody runs. It marks every program that has
// it (experiments/simulation/stand_in/marker.cc).

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace hansa {
namespace {

constexpr char kMarker[] = "hansa: stand-in cryptography";

bool HasMarker(const std::string& program) {
  std::ifstream file(HANSA_BIN_DIR "/" + program, std::ios::binary);
  EXPECT_TRUE(file.good()) << program;
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return bytes.find(kMarker) != std::string::npos;
}

TEST(StandInStaysOut, OfTheProgramsOfProduction) {
  for (const char* program : {"hansa", "hansa-client", "hansa-coordinator"})
    EXPECT_FALSE(HasMarker(program)) << program;
}

TEST(StandInStaysOut, AndTheMarkerIsSeenWhereItIs) {
  EXPECT_TRUE(HasMarker("hansa-simulate-stand-in"));
}

}  // namespace
}  // namespace hansa
