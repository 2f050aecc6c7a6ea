#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/transport/proxy/connect_reply.h"
#include "common/transport/proxy/proxy_limits.h"

namespace hansa::transport {
namespace {

using State = ConnectReply::State;
using ::testing::ElementsAre;
using namespace std::string_literals;

TEST(ConnectReply, EndsAtTheEmptyLine) {
  const std::string head = "HTTP/1.1 200 Connection established\r\nVia: 1.1 plant\r\n\r\n";
  const ConnectReply reply = ParseConnectReply(head + "\xff\0\0 the coordinator's"s);
  EXPECT_EQ(reply.state, State::kComplete);
  EXPECT_EQ(reply.size, head.size());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.text, "200 Connection established");
}

TEST(ConnectReply, EveryBeginningOfOneIsIncomplete) {
  const std::string head = "HTTP/1.0 403 Filtered\r\nServer: tinyproxy\r\n\r\n";
  for (size_t size = 0; size < head.size(); ++size)
    EXPECT_EQ(ParseConnectReply(head.substr(0, size)).state, State::kIncomplete) << size;
  EXPECT_EQ(ParseConnectReply(head).state, State::kComplete);
}

TEST(ConnectReply, TakesLinesWithoutCarriageReturnsAndNoReason) {
  EXPECT_EQ(ParseConnectReply("HTTP/1.1 200\n\n").status, 200);
}

TEST(ConnectReply, WhatIsNoAnswerIsSeenAtOnce) {
  for (const char* text :
       {"\x05", "X", "HTTP/2", "SSH-2.0-x\r\n", "HTTP/1.1 20 x\r\n", "HTTP/1.1  200\r\n",
        "HTTP/1.x 200 a\r\n", "HTTP/1.1 099 a\r\n", "HTTP/1.1 600 a\r\n", "HTTP/1.1 2000\r\n"})
    EXPECT_EQ(ParseConnectReply(text).state, State::kMalformed) << text;
}

TEST(ConnectReply, AnEndlessHeadIsMalformed) {
  std::string head = "HTTP/1.1 200 a\r\n";
  while (head.size() < limits::kProxyReplyBytes) head += "X-Filler: yes\r\n";
  EXPECT_EQ(ParseConnectReply(head).state, State::kMalformed);
  EXPECT_EQ(ParseConnectReply("HTTP/1.1 200 " + std::string(1 << 20, 'x')).state,
            State::kMalformed);
}

TEST(ConnectReply, ItsWordsAreBoundedAndPlain) {
  const ConnectReply reply = ParseConnectReply("HTTP/1.1 403 \x1b[31mNo\x07\tway\xff " +
                                               std::string(4000, 'x') + "\r\n\r\n");
  EXPECT_LE(reply.text.size(), 120u);
  for (const char c : reply.text) EXPECT_TRUE(c >= 0x20 && c < 0x7f) << reply.text;
}

TEST(ConnectReply, NamesTheLoginsThatItTakes) {
  const ConnectReply reply = ParseConnectReply(
      "HTTP/1.1 407 Authentication\r\nProxy-Authenticate: Negotiate\r\n"
      "PROXY-AUTHENTICATE:Basic realm=\"plant\"\r\nProxy-Authenticate:\r\n\r\n");
  EXPECT_THAT(reply.schemes, ElementsAre("Negotiate", "Basic"));
}

}  // namespace
}  // namespace hansa::transport
