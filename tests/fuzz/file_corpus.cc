// Files that people and programs of ours write.

#include <google/protobuf/util/json_util.h>
#include <zlib.h>

#include "common/base/check.h"
#include "common/base/limits.h"
#include "hansa/v1/trainer.pb.h"
#include "tests/fuzz/corpus.h"
#include "tests/unit/identity_fixture.h"
#include "tests/unit/model_version.h"

namespace hansa::fuzz {
namespace {

constexpr std::string_view kSite = R"toml(name = "R80711"
state = "kept"
[[data]]
path = "R80711.csv.gz"
rename = { "Wind (m/s)" = "wind_speed_m_s" }
[[data]]
path = "/srv/more.csv"
[policy]
jobs = ["wind-power"]
columns = ["time", "wind_speed_m_s"]
secure_aggregation = "allowed-off"
profile = "complete"
smallest_cohort = 4
colluders_feared = 1
hours = "22:00-06:00"
)toml";

constexpr std::string_view kCoordinator = R"(listen = "tcp://0.0.0.0:7423"
advertise = "tcp://plant.example:7423"
state = "state"
heartbeat = "2s"
largest_fleet = 100
keep_runs = "30d"
spool = "200GiB"
archive_masked_inputs = true
)";

constexpr std::string_view kCsv =
    "\xEF\xBB\xBFtime,wind_speed_m_s,\"power, kW\"\r\n"
    "2014-01-01T00:00:00+01:00,6.5,\"1,5\"\r\n\r\n2014-01-01T00:10:00+01:00,,NaN\nshort\n";

Bytes Gzip(std::string_view text) {
  z_stream stream{};
  HANSA_CHECK(::deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  Bytes out(text.size() + 128);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  HANSA_CHECK(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

Bytes Framed(const google::protobuf::MessageLite& message) {
  const std::string body = message.SerializeAsString();
  Bytes frame;
  AppendLittleEndian(frame, static_cast<uint32_t>(body.size()));
  Append(frame, AsSpan(body));
  return frame;
}

std::vector<Bytes> Texts(std::initializer_list<std::string_view> texts) {
  std::vector<Bytes> corpus;
  for (const std::string_view text : texts) corpus.push_back(ToBytes(text));
  return corpus;
}

}  // namespace

std::vector<Bytes> SiteConfigs() { return Texts({kSite}); }
std::vector<Bytes> CoordinatorConfigs() { return Texts({kCoordinator}); }

std::vector<Bytes> Invitations() {
  identity::Fixture fixture;
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto& invitation = fixture.issued.invitation;
  HANSA_CHECK(google::protobuf::util::MessageToJsonString(invitation, &json, options).ok());
  return Texts({json});
}

std::vector<Bytes> Manifests() {
  const SignedVersion version = MakeVersion();
  SignedVersion first = MakeVersion(0);
  return Texts({version.json, version.sig, first.json});
}

std::vector<Bytes> CsvFiles() {
  std::vector<Bytes> files = Texts({kCsv, "a\n1\n"});
  files.push_back(Gzip(kCsv));
  return files;
}

std::vector<Bytes> Expressions() {
  return Texts({"active_power_kw <= 0 AND wind_speed_m_s > 5", "time >= '2015-01-01'",
                "CASE WHEN \"a b\" IS NULL THEN abs(wind_speed_m_s) ELSE round(1.5e3, 2) END",
                "time LIKE '2014-%' OR wind_speed_m_s IN (1, 2, 3)"});
}

std::vector<Bytes> ShortTexts() {
  return Texts({"90s", "5min", "36500d", "64KiB", "4GiB", "tcp://plant.example:7423",
                "tcp://[::1]:7423", "tcp://*:0", "22:00-06:00", "00:00-24:00"});
}

std::vector<Bytes> Times() {
  return Texts({"2014-01-01T00:10:00.25Z", "2014-01-01 00:10", "2014-12-31",
                "2016-02-29T23:59:59+01:00", "2014-01-01t00:10-0530", "1388534400",
                "1388534400.000039", "1388534400000"});
}

std::vector<Bytes> TrainerFrames() {
  v1::TrainerRequest request;
  request.set_id(1);
  request.mutable_load_data()->set_key("wind");
  request.mutable_load_data()->mutable_train_x()->set_rows(3);
  v1::TrainerReply ready, trained;
  ready.mutable_ready()->set_torch_version("1.13.1");
  trained.set_id(1);
  trained.mutable_trained()->set_rows(3);
  std::vector<Bytes> corpus{Framed(request), Framed(ready), Framed(trained)};
  Append(corpus[1], corpus[2]);
  return corpus;
}

}  // namespace hansa::fuzz
