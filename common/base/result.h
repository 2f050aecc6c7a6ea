#pragma once
// Result<T>: a value, or an Error made for a person to read. Errors are for the environment's and
// the user's faults; a peer's fault is a drop reason (an Event), a fault of ours is a HANSA_CHECK.

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "common/base/check.h"

namespace hansa {

// The value is the exit code of the program that reports the error (docs/guides: exit codes).
enum class ErrorKind : int {
  kWorkFailed = 1,
  kUsage = 2,
  kBadInput = 3,
  kUnreachable = 4,
  kRefused = 5,
  kVerification = 6,
  kTooFewSites = 7,
  kInternal = 70,
  kInterrupted = 130,
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string what;  // what happened
  std::string why;   // with the value met; may be empty
  std::string next;  // what to do; may be empty

  // "what: why. next"
  std::string Text() const;
  // Puts "context: " before `what`.
  Error WithContext(const std::string& context) &&;
  int exit_code() const { return static_cast<int>(kind); }
};

struct Ok {};

template <typename T = Ok>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: conversions are the point
  Result(Error error) : state_(std::move(error)) {}  // NOLINT

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    HANSA_CHECK(ok());
    return std::get<T>(state_);
  }
  T& value() & {
    HANSA_CHECK(ok());
    return std::get<T>(state_);
  }
  T&& value() && {
    HANSA_CHECK(ok());
    return std::get<T>(std::move(state_));
  }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Error& error() const& {
    HANSA_CHECK(!ok());
    return std::get<Error>(state_);
  }
  Error&& error() && {
    HANSA_CHECK(!ok());
    return std::get<Error>(std::move(state_));
  }

  Result WithContext(const std::string& context) && {
    if (ok()) return std::move(*this);
    return std::get<Error>(std::move(state_)).WithContext(context);
  }

 private:
  std::variant<T, Error> state_;
};

inline Result<> Success() { return Ok{}; }

inline Error BadInput(std::string what, std::string why = "", std::string next = "") {
  return {ErrorKind::kBadInput, std::move(what), std::move(why), std::move(next)};
}
inline Error Refused(std::string what, std::string why = "", std::string next = "") {
  return {ErrorKind::kRefused, std::move(what), std::move(why), std::move(next)};
}
inline Error Unreachable(std::string what, std::string why = "", std::string next = "") {
  return {ErrorKind::kUnreachable, std::move(what), std::move(why), std::move(next)};
}
inline Error VerificationFailed(std::string what, std::string why = "", std::string next = "") {
  return {ErrorKind::kVerification, std::move(what), std::move(why), std::move(next)};
}
inline Error WorkFailed(std::string what, std::string why = "", std::string next = "") {
  return {ErrorKind::kWorkFailed, std::move(what), std::move(why), std::move(next)};
}

}  // namespace hansa

// `auto x = HANSA_TRY(MakeX());` or `HANSA_TRY(DoIt());`: the value, or return the error from this
// function. A statement expression: gcc and clang both have it. The argument is evaluated once; the
// counter keeps nested uses apart. Only as a whole statement, initialiser or single argument:
// leaving the function from within a list of arguments or of initialisers skips the destructors of
// those already built (gcc 12).
#define HANSA_TRY(expression) HANSA_TRY_COUNTED(expression, __COUNTER__)
#define HANSA_TRY_COUNTED(expression, count) HANSA_TRY_NAMED(expression, count)
#define HANSA_TRY_NAMED(expression, count)            \
  ({                                                  \
    auto hansa_result_##count = (expression);         \
    if (!hansa_result_##count.ok()) [[unlikely]]      \
      return std::move(hansa_result_##count).error(); \
    std::move(hansa_result_##count).value();          \
  })
