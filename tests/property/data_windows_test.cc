// Random tables through the gate's windows against a plain reading of the rules: all rows in
// memory, all slots of time laid out, every window looked at by itself.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <map>
#include <optional>

#include "client/data/dataset.h"
#include "common/base/text.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

struct Line {
  int unit = 0;
  int seconds = 0;
  bool good = true;  // else its cell is empty
  bool train = true, evaluate = true;
};

// A row of a run, or a slot of it.
struct Slot {
  double a = 0;
  bool train = true, evaluate = true, held = false;
};
using Run = std::vector<Slot>;

struct Expected {
  std::vector<float> train, evaluate;  // the windows' inputs, sorted by nothing: as they come
  uint64_t found = 0, dropped = 0;
};

// The values are numbered, so that a window of wrong rows cannot look right.
double ValueOf(size_t line) { return static_cast<double>(line + 1); }

// ---- the plain reading

std::vector<Run> PlainRunsOf(const std::vector<std::pair<size_t, Line>>& lines,
                             const WindowSpec& spec) {
  std::vector<Run> runs;
  std::optional<Line> before;
  bool lost = false;
  for (const auto& [number, line] : lines) {
    if (!line.good) {
      lost = true;
      continue;
    }
    const bool timed = !spec.time.empty();
    if (before && timed && line.seconds == before->seconds) continue;
    bool cut = !before || (timed && line.seconds < before->seconds);
    if (before && spec.gap.count() > 0)
      cut = cut || std::chrono::seconds(line.seconds - before->seconds) > spec.gap;
    else
      cut = cut || lost;
    if (cut) runs.emplace_back();
    runs.back().push_back({ValueOf(number), line.train, line.evaluate, false});
    before = line;
    lost = false;
  }
  return runs;
}

std::vector<Run> StepRunsOf(const std::vector<std::pair<size_t, Line>>& lines,
                            const WindowSpec& spec) {
  struct Bin {
    int64_t step;
    std::vector<std::pair<size_t, Line>> rows;
  };
  std::vector<std::vector<Bin>> pieces;  // of rising steps
  std::optional<int> last;
  const int64_t size = std::chrono::duration_cast<std::chrono::seconds>(spec.step).count();
  for (const auto& [number, line] : lines) {
    if (!line.good || last == line.seconds) continue;
    last = line.seconds;
    const int64_t step = line.seconds / size;
    if (pieces.empty() || step < pieces.back().back().step) pieces.emplace_back();
    if (pieces.back().empty() || step > pieces.back().back().step)
      pieces.back().push_back({step, {}});
    pieces.back().back().rows.emplace_back(number, line);
  }
  std::vector<Run> runs;
  for (const auto& piece : pieces) {
    for (size_t i = 0; i < piece.size(); ++i) {
      const int64_t missing = i == 0 ? 0 : piece[i].step - piece[i - 1].step - 1;
      if (i == 0 || missing * spec.step > spec.hold) {
        runs.emplace_back();
      } else {
        Slot held = runs.back().back();
        held.held = true;
        runs.back().insert(runs.back().end(), static_cast<size_t>(missing), held);
      }
      Slot slot;
      double sum = 0;
      const std::pair<size_t, Line>* latest = &piece[i].rows.front();
      for (const auto& row : piece[i].rows) {
        sum += ValueOf(row.first);
        slot.train = slot.train && row.second.train;
        slot.evaluate = slot.evaluate && row.second.evaluate;
        if (row.second.seconds >= latest->second.seconds) latest = &row;
      }
      slot.a = spec.resample == Resample::kMean ? sum / static_cast<double>(piece[i].rows.size())
                                                : ValueOf(latest->first);
      runs.back().push_back(slot);
    }
  }
  return runs;
}

void CutByHand(const Run& run, const WindowSpec& spec, Expected& expected) {
  for (size_t start = 0; start < run.size(); start += spec.stride) {
    ++expected.found;
    const size_t end = start + spec.length + spec.ahead;
    bool train = end <= run.size(), evaluate = train;
    for (size_t i = start; i < end && i < run.size(); ++i) {
      train = train && run[i].train;
      evaluate = evaluate && run[i].evaluate;
    }
    if ((!train && !evaluate) || run[end - 1].held) {
      ++expected.dropped;
      continue;
    }
    for (size_t i = start; i < start + spec.length; ++i) {
      if (train) expected.train.push_back(static_cast<float>(run[i].a));
      if (evaluate) expected.evaluate.push_back(static_cast<float>(run[i].a));
    }
  }
}

// One machine: with several the order of their windows is that of completion.
Expected ByHand(const std::vector<Line>& lines, const WindowSpec& spec, int unit) {
  std::vector<std::pair<size_t, Line>> own;
  for (size_t i = 0; i < lines.size(); ++i) {
    // Of a row that cannot be read nobody knows the machine: every one may miss it.
    if (lines[i].unit == unit || !lines[i].good) own.emplace_back(i, lines[i]);
  }
  Expected expected;
  for (const Run& run : spec.step.count() > 0 ? StepRunsOf(own, spec) : PlainRunsOf(own, spec))
    CutByHand(run, spec, expected);
  return expected;
}

// ---- the generators

std::vector<Line> AnyLines(bool machines) {
  const int rows = *rc::gen::inRange(1, 300);
  std::vector<Line> lines;
  int now = 0;
  bool train = true, evaluate = *rc::gen::arbitrary<bool>();
  for (int i = 0; i < rows; ++i) {
    const int kind = *rc::gen::inRange(0, 40);
    now += kind == 0 ? *rc::gen::inRange(-200, 2000) : kind < 4 ? 0 : *rc::gen::inRange(1, 25);
    now = std::max(now, 0);
    if (*rc::gen::inRange(0, 60) == 0) std::swap(train, evaluate);
    if (!train && !evaluate) train = true;
    Line line{.unit = 0, .seconds = now, .good = *rc::gen::inRange(0, 20) != 0};
    if (machines) line.unit = *rc::gen::inRange(0, 3);
    line.train = train;
    line.evaluate = evaluate;
    lines.push_back(line);
  }
  return lines;
}

WindowSpec AnySpec(bool machines) {
  WindowSpec spec;
  spec.length = *rc::gen::inRange<uint32_t>(1, 9);
  spec.stride = *rc::gen::inRange<uint32_t>(1, 12);
  spec.ahead = *rc::gen::inRange<uint32_t>(0, 4);
  const int kind = *rc::gen::inRange(0, 4);
  if (kind > 0) spec.time = "t";
  if (kind == 1) spec.gap = std::chrono::seconds(*rc::gen::inRange(1, 40));
  if (kind == 2) {
    spec.step = std::chrono::seconds(*rc::gen::inRange(5, 60));
    spec.hold = spec.step * *rc::gen::inRange(0, 4);
    if (*rc::gen::arbitrary<bool>()) spec.resample = Resample::kLast;
  }
  if (machines) spec.group = "unit";
  return spec;
}

std::string CsvOf(const std::vector<Line>& lines) {
  std::string csv = "t,unit,a,y,train,evaluate\n";
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const std::string value = line.good ? StrCat(i + 1) : "";
    csv += StrCat(line.seconds, ",u", line.unit, ",", value, ",", i + 1, ",", int{line.train}, ",",
                  int{line.evaluate}, "\n");
  }
  return csv;
}

JobSpec JobWith(const WindowSpec& spec) {
  JobSpec job = test::SmallJob();
  job.features = {test::Number("a")};
  job.train = "train = 1";
  job.evaluate = "evaluate = 1";
  job.window = spec;
  return job;
}

Result<Dataset> Build(const std::vector<Line>& lines, const WindowSpec& spec) {
  const hansa::test::TemporaryFolder folder;
  return BuildDataset(JobWith(spec), test::SiteWith({folder.Write("t.csv", CsvOf(lines))}));
}

uint64_t DroppedWindows(const Dataset& data) {
  uint64_t count = 0;
  for (const DropCount& drop : data.report.windows->dropped) count += drop.rows;
  return count;
}

TEST(WindowsProperty, OneMachineGivesWhatAPlainReadingGives) {
  const bool holds = rc::check("windows are those found by hand, in order, bit for bit", [] {
    const std::vector<Line> lines = AnyLines(false);
    const WindowSpec spec = AnySpec(false);
    const Expected expected = ByHand(lines, spec, 0);
    const Result<Dataset> data = Build(lines, spec);
    RC_ASSERT(data.ok() == !expected.train.empty());
    if (!data.ok()) return;
    RC_ASSERT(data->train_x == expected.train);
    RC_ASSERT(data->evaluate_x == expected.evaluate);
    RC_ASSERT(data->report.windows->found == expected.found);
    RC_ASSERT(DroppedWindows(*data) == expected.dropped);
    RC_ASSERT(data->train_rows() * spec.length == data->train_x.size());
  });
  EXPECT_TRUE(holds);
}

// Values are the numbers of lines, so a window's inputs tell its machine.
TEST(WindowsProperty, MachinesDoNotMixAndNoneIsLost) {
  const bool holds = rc::check("several machines are each as if alone", [] {
    const std::vector<Line> lines = AnyLines(true);
    WindowSpec spec = AnySpec(true);
    spec.resample = Resample::kLast;
    std::vector<Expected> expected;
    std::vector<float> all;
    for (int unit = 0; unit < 3; ++unit) {
      expected.push_back(ByHand(lines, spec, unit));
      all.insert(all.end(), expected.back().train.begin(), expected.back().train.end());
    }
    const Result<Dataset> data = Build(lines, spec);
    RC_ASSERT(data.ok() == !all.empty());
    if (!data.ok()) return;
    std::vector<std::vector<float>> train(3);
    for (size_t row = 0; row < data->train_rows(); ++row) {
      const auto first = data->train_x.begin() + static_cast<std::ptrdiff_t>(row * spec.length);
      const int unit = lines[static_cast<size_t>(*first) - 1].unit;
      auto& own = train[static_cast<size_t>(unit)];
      own.insert(own.end(), first, first + spec.length);
    }
    for (size_t unit = 0; unit < 3; ++unit) RC_ASSERT(train[unit] == expected[unit].train);
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace hansa::client
