#include "experiments/bench/exchange_limit.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

namespace hansa::bench {
namespace {

constexpr int kExchanges = 300;
constexpr int kBytes = 256;

struct CurveKeys {
  std::array<char, 41> public_key{}, secret_key{};
  CurveKeys() { zmq_curve_keypair(public_key.data(), secret_key.data()); }
};

zmq::socket_t MakeRouter(zmq::context_t& context, const CurveKeys& keys) {
  zmq::socket_t router(context, zmq::socket_type::router);
  router.set(zmq::sockopt::linger, 0);
  router.set(zmq::sockopt::rcvtimeo, 10'000);
  router.set(zmq::sockopt::curve_server, true);
  router.set(zmq::sockopt::curve_secretkey, keys.secret_key.data());
  router.bind("tcp://127.0.0.1:*");
  return router;
}

// Answers every message until the context ends.
void Echo(zmq::context_t& context, const std::string& address, const CurveKeys& server) {
  try {
    const CurveKeys own;
    zmq::socket_t dealer(context, zmq::socket_type::dealer);
    dealer.set(zmq::sockopt::linger, 0);
    dealer.set(zmq::sockopt::curve_serverkey, server.public_key.data());
    dealer.set(zmq::sockopt::curve_publickey, own.public_key.data());
    dealer.set(zmq::sockopt::curve_secretkey, own.secret_key.data());
    dealer.connect(address);
    dealer.send(zmq::message_t(kBytes), zmq::send_flags::none);
    for (;;) {
      zmq::message_t message;
      if (!dealer.recv(message)) continue;
      dealer.send(message, zmq::send_flags::none);
    }
  } catch (const zmq::error_t&) {  // ETERM: the measurement is over
  }
}

std::vector<std::string> AwaitAll(zmq::socket_t& router, size_t dealers) {
  std::vector<std::string> who;
  while (who.size() < dealers) {
    zmq::message_t id, message;
    if (!router.recv(id) || !router.recv(message)) break;  // the receive timeout
    who.push_back(id.to_string());
  }
  return who;
}

double Exchange(zmq::socket_t& router, const std::vector<std::string>& dealers) {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& id : dealers) {
    router.send(zmq::buffer(id), zmq::send_flags::sndmore);
    router.send(zmq::message_t(kBytes), zmq::send_flags::none);
  }
  AwaitAll(router, dealers.size());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Result<double> MeasureExchange(size_t dealers) {
  zmq::context_t context;
  const CurveKeys keys;
  zmq::socket_t router = MakeRouter(context, keys);
  const std::string address = router.get(zmq::sockopt::last_endpoint);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < dealers; ++i) threads.emplace_back([&] { Echo(context, address, keys); });

  const std::vector<std::string> who = AwaitAll(router, dealers);
  std::vector<double> seconds;
  if (who.size() == dealers) {
    for (int i = 0; i < kExchanges; ++i) seconds.push_back(Exchange(router, who));
  }
  router.close();
  context.shutdown();
  for (std::thread& thread : threads) thread.join();
  if (seconds.empty()) return WorkFailed("the bare exchange did not connect within 10 s");
  std::nth_element(seconds.begin(), seconds.begin() + kExchanges / 2, seconds.end());
  return seconds[kExchanges / 2];
}

}  // namespace hansa::bench
