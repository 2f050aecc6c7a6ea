#include "experiments/bench/transfer_limit.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "common/base/blob_file.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "experiments/bench/stolen_time.h"

namespace hansa::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kHighWaterMark = 16;  // as the product has it
constexpr int kPatienceMillis = 10'000;

struct CurveKeys {
  std::array<char, 41> public_key{}, secret_key{};
  CurveKeys() { zmq_curve_keypair(public_key.data(), secret_key.data()); }
};

zmq::socket_t Connect(zmq::context_t& context, const std::string& address,
                      const CurveKeys& server) {
  const CurveKeys own;
  zmq::socket_t dealer(context, zmq::socket_type::dealer);
  dealer.set(zmq::sockopt::linger, kPatienceMillis);
  dealer.set(zmq::sockopt::rcvtimeo, kPatienceMillis);
  dealer.set(zmq::sockopt::sndtimeo, kPatienceMillis);
  dealer.set(zmq::sockopt::rcvhwm, kHighWaterMark);
  dealer.set(zmq::sockopt::sndhwm, kHighWaterMark);
  dealer.set(zmq::sockopt::curve_serverkey, server.public_key.data());
  dealer.set(zmq::sockopt::curve_publickey, own.public_key.data());
  dealer.set(zmq::sockopt::curve_secretkey, own.secret_key.data());
  dealer.connect(address);
  dealer.send(zmq::str_buffer("hello"), zmq::send_flags::none);
  return dealer;
}

// What comes of one sender: hashed, and put into a file if one was asked for.
class Sink {
 public:
  static Result<Sink> Open(const PumpOptions& options, size_t number) {
    Sink sink;
    if (!options.store.empty())
      sink.file_.emplace(
          HANSA_TRY(BlobFile::Create(options.store / StrCat("pump-", number), options.bytes)));
    return sink;
  }
  // False: it cannot be written.
  bool Take(const zmq::message_t& chunk) {
    const ByteSpan bytes{static_cast<const uint8_t*>(chunk.data()), chunk.size()};
    hash_.Update(bytes);
    got_ += chunk.size();
    return !file_ || file_->Append(bytes).ok();
  }
  uint64_t got() const { return got_; }

 private:
  crypto::Sha256Stream hash_;
  std::optional<BlobFile> file_;
  uint64_t got_ = 0;
};

void Drain(const std::string& address, const CurveKeys& server, uint64_t bytes, Sink& sink) {
  zmq::context_t context;
  zmq::socket_t dealer = Connect(context, address, server);
  while (sink.got() < bytes) {
    zmq::message_t chunk;
    if (!dealer.recv(chunk) || !sink.Take(chunk)) break;
  }
}

// Sends as many bytes, once it is told to; stays until all is on its way.
void Pour(const std::string& address, const CurveKeys& server, const PumpOptions& options) {
  zmq::context_t context;
  zmq::socket_t dealer = Connect(context, address, server);
  const std::vector<uint8_t> content(options.chunk, 7);
  zmq::message_t go;
  if (!dealer.recv(go)) return;
  uint64_t sent = 0;
  while (sent < options.bytes) {
    const size_t count = std::min<uint64_t>(options.chunk, options.bytes - sent);
    if (!dealer.send(zmq::buffer(content.data(), count), zmq::send_flags::none)) break;
    sent += count;
  }
}

std::vector<std::string> AwaitAll(zmq::socket_t& router, size_t dealers) {
  std::vector<std::string> who;
  while (who.size() < dealers) {
    zmq::message_t id, hello;
    if (!router.recv(id) || !router.recv(hello)) break;
    who.push_back(id.to_string());
  }
  return who;
}

void Pump(zmq::socket_t& router, const std::vector<std::string>& who, const PumpOptions& options) {
  const std::vector<uint8_t> content(options.chunk, 7);
  for (uint64_t sent = 0; sent < options.bytes; sent += options.chunk) {
    const size_t count = std::min<uint64_t>(options.chunk, options.bytes - sent);
    for (const std::string& id : who) {
      router.send(zmq::buffer(id), zmq::send_flags::sndmore);
      router.send(zmq::buffer(content.data(), count), zmq::send_flags::none);
    }
  }
}

// Takes from all of them until each has sent its bytes.
void Gather(zmq::socket_t& router, const std::vector<std::string>& who, const PumpOptions& options,
            std::vector<Sink>& sinks) {
  std::map<std::string, Sink*> sink_of;
  for (const std::string& id : who) {
    router.send(zmq::buffer(id), zmq::send_flags::sndmore);
    router.send(zmq::str_buffer("go"), zmq::send_flags::none);
    sink_of.emplace(id, &sinks[sink_of.size()]);
  }
  for (uint64_t left = options.bytes * who.size(); left > 0;) {
    zmq::message_t id, chunk;
    if (!router.recv(id) || !router.recv(chunk)) break;
    if (!sink_of.at(id.to_string())->Take(chunk)) break;
    left -= std::min<uint64_t>(left, chunk.size());
  }
}

}  // namespace

Result<Pace> MeasurePump(const PumpOptions& options) {
  zmq::context_t context;
  const CurveKeys keys;
  zmq::socket_t router(context, zmq::socket_type::router);
  router.set(zmq::sockopt::linger, 0);
  router.set(zmq::sockopt::rcvtimeo, kPatienceMillis);
  router.set(zmq::sockopt::sndtimeo, kPatienceMillis);
  router.set(zmq::sockopt::sndhwm, kHighWaterMark);
  router.set(zmq::sockopt::rcvhwm, kHighWaterMark);
  router.set(zmq::sockopt::router_mandatory, true);  // a full queue is waited for
  router.set(zmq::sockopt::curve_server, true);
  router.set(zmq::sockopt::curve_secretkey, keys.secret_key.data());
  router.bind("tcp://127.0.0.1:*");
  const std::string address = router.get(zmq::sockopt::last_endpoint);

  const bool down = options.way == PumpOptions::Way::kDown;
  std::vector<Sink> sinks;
  for (size_t i = 0; i < options.dealers; ++i) sinks.push_back(HANSA_TRY(Sink::Open(options, i)));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < options.dealers; ++i)
    threads.emplace_back([&, i] {
      down ? Drain(address, keys, options.bytes, sinks[i]) : Pour(address, keys, options);
    });
  const std::vector<std::string> who = AwaitAll(router, options.dealers);
  const auto start = Clock::now();
  const std::clock_t cpu = std::clock();
  const double stolen = StolenSeconds();
  if (who.size() == options.dealers && down) Pump(router, who, options);
  if (who.size() == options.dealers && !down) Gather(router, who, options, sinks);
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const bool whole = std::all_of(sinks.begin(), sinks.end(),
                                 [&](const Sink& sink) { return sink.got() == options.bytes; });
  if (!whole) return WorkFailed("the bare pump did not deliver everything within its time");
  const uint64_t bytes = options.bytes * options.dealers;
  return Pace{bytes, static_cast<double>(bytes) / seconds,
              static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC, StolenSeconds() - stolen};
}

}  // namespace hansa::bench
