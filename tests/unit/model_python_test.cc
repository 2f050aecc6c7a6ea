// The five lines of docs/protocol/model-files.md read a model file as we do. Needs python3, which
// cmake/packages-tests.txt names, and its standard library alone.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/one_of_each_network.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/model_version.h"

namespace hansa {
namespace {

namespace fs = std::filesystem;

class PythonReader : public ::testing::Test {
 protected:
  // What `command` prints, and its exit status.
  static std::string Output(const std::string& command, int& status) {
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    for (size_t got = 0; (got = ::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
      out.append(buffer, got);
    status = ::pclose(pipe);
    return out;
  }

  test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

// The first block marked "python" of the document.
std::string DocumentedLines() {
  std::ifstream file(HANSA_SOURCE_DIR "/docs/protocol/model-files.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string whole = text.str(), mark = "```python\n";
  const size_t begin = whole.find(mark) + mark.size();
  return whole.substr(begin, whole.find("```", begin) - begin);
}

TEST_F(PythonReader, FiveLinesReadTheModel) {
  int status = 0;
  const SignedVersion v = MakeVersion();
  std::ofstream(folder_ / "model.safetensors", std::ios::binary) << AsView(v.model);
  std::ofstream script(folder_ / "read.py");
  script << DocumentedLines()
         << "\nprint(' '.join(str(x) for t in sorted(tensors) for x in tensors[t]))\n"
         << "print(header['__metadata__']['version'])\n";
  script.close();
  const std::string out = Output("cd '" + folder_.string() + "' && python3 read.py 2>&1", status);
  ASSERT_EQ(status, 0) << out;

  std::istringstream values(out);
  for (const size_t t : {1, 0, 3, 2}) {  // "bias" sorts before "weight"
    const TensorSpec& tensor = v.weights.layout.tensors[t];
    for (uint64_t i = 0; i < tensor.elements(); ++i) {
      double value = 0;
      values >> value;
      ASSERT_EQ(static_cast<float>(value), v.weights.values[tensor.offset + i]) << out;
    }
  }
  std::string model_version;
  values >> model_version;
  EXPECT_EQ(model_version, "3");
}

// Names, order and values of every architecture's tensors.
TEST_F(PythonReader, FiveLinesReadEveryArchitecture) {
  for (const NetworkSpec& network : test::OneOfEach()) {
    const FlatModel model = InitialModel(network, 4);
    Manifest manifest = SmallManifest(3);
    const Bytes file = WriteModelFile(model, manifest);
    std::ofstream(folder_ / "model.safetensors", std::ios::binary) << AsView(file);
    std::ofstream script(folder_ / "read.py");
    script << DocumentedLines() << "\nfor t in tensors: print(t, *tensors[t])\n";
    script.close();
    int status = 0;
    const std::string out = Output("cd '" + folder_.string() + "' && python3 read.py 2>&1", status);
    ASSERT_EQ(status, 0) << out;
    std::istringstream lines(out);
    for (const TensorSpec& tensor : model.layout.tensors) {
      std::string name;
      lines >> name;
      ASSERT_EQ(name, tensor.name) << Name(network.architecture);
      for (uint64_t i = 0; i < tensor.elements(); ++i) {
        double value = 0;
        lines >> value;
        ASSERT_EQ(static_cast<float>(value), model.values[tensor.offset + i]) << tensor.name;
      }
    }
  }
}

}  // namespace
}  // namespace hansa
