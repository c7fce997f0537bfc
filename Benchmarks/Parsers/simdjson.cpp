// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

// simdjson beside the parsers of parsing-benchmark: `simdjson FOLDER [SECONDS]`, the same inputs, columns and lines of
// JSON. Benchmarks/parsing compiles and calls it.

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using simdjson::padded_string;
using simdjson::padded_string_view;

struct Columns {
  std::vector<int32_t> keys;
  std::vector<int64_t> instants;
  std::vector<double> values;

  void append(int64_t key, int64_t at, double value) {
    keys.push_back(int32_t(key));
    instants.push_back(at);
    values.push_back(value);
  }

  void clear() {
    keys.clear();
    instants.clear();
    values.clear();
  }
};

/// `2026-11-24T08:30:00.000Z` in milliseconds, as `Instant` reads it.
int64_t instant(std::string_view text) {
  bool is_good = text.size() == 24 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
                 text[16] == ':' && text[19] == '.' && text[23] == 'Z';
  auto number = [&](size_t place, size_t width) {
    int64_t value = 0;
    for (size_t index = place; index < place + width; index++) {
      is_good = is_good && text[index] >= '0' && text[index] <= '9';
      value = value * 10 + (text[index] & 15);
    }
    return value;
  };
  if (!is_good) throw std::runtime_error("no time: " + std::string(text));
  const int64_t year = number(0, 4), month = number(5, 2), day = number(8, 2);
  const int64_t hour = number(11, 2), minute = number(14, 2), second = number(17, 2), fraction = number(20, 3);
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (!is_good || year < 1 || month < 1 || month > 12 || day < 1 ||
      day > lengths[month - 1] + (month == 2 && is_leap) || hour > 23 || minute > 59 || second > 59)
    throw std::runtime_error("no time: " + std::string(text));
  const int64_t shifted = month <= 2 ? year - 1 : year;
  const int64_t era = shifted / 400, year_of_era = shifted - era * 400;
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int64_t days = era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
  return (days * 86400 + hour * 3600 + minute * 60 + second) * 1000 + fraction;
}

double process_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

template <typename Parse>
void measure(const char *group, const std::string &name, double seconds, Parse parse) {
  Columns columns;
  parse(columns);
  int passes = 0;
  double used = 0;
  const double begun = process_time();
  do {
    columns.clear();
    parse(columns);
    passes++;
    used = process_time() - begun;
  } while (used < seconds);
  uint64_t sums[3] = {0, 0, 0};
  double total = 0;
  for (size_t index = 0; index < columns.values.size(); index++) {
    uint64_t bits;
    std::memcpy(&bits, &columns.values[index], sizeof bits);
    sums[0] += uint32_t(columns.keys[index]);
    sums[1] += uint64_t(columns.instants[index]);
    sums[2] += bits;
    total += columns.values[index];
  }
  std::printf(
      "{\"group\":\"%s\",\"name\":\"%s\",\"items\":%zu,\"passes\":%d,\"ns\":%.3f,\"total\":%.17g,"
      "\"sums\":[\"%llu\",\"%llu\",\"%llu\"]}\n",
      group, name.c_str(), columns.values.size(), passes, used * 1e9 / double(passes) / double(columns.values.size()),
      total, (unsigned long long)sums[0], (unsigned long long)sums[1], (unsigned long long)sums[2]);
}

/// The lines of a text; behind each is at least the room that simdjson reads beyond the end.
std::vector<padded_string_view> documents_of(const padded_string &text) {
  std::vector<padded_string_view> documents;
  const std::string_view all = text;
  for (size_t start = 0; start < all.size();) {
    const size_t end = std::min(all.find('\n', start), all.size());
    if (end > start)
      documents.emplace_back(all.data() + start, end - start, all.size() - start + simdjson::SIMDJSON_PADDING);
    start = end + 1;
  }
  return documents;
}

void observations(const padded_string &text, double seconds) {
  const std::vector<padded_string_view> documents = documents_of(text);
  simdjson::ondemand::parser lazy;
  measure("observations", "simdjson, on demand", seconds, [&](Columns &columns) {
    for (const padded_string_view &bytes : documents) {
      simdjson::ondemand::document document = lazy.iterate(bytes);
      simdjson::ondemand::object object = document.get_object();
      const int64_t at = instant(object["phenomenonTime"].get_string());
      const double value = object["result"].get_double();
      columns.append(object["Datastream"]["@iot.id"].get_int64(), at, value);
    }
  });
  simdjson::dom::parser eager;
  measure("observations", "simdjson, DOM", seconds, [&](Columns &columns) {
    for (const padded_string_view &bytes : documents) {
      simdjson::dom::object object = eager.parse(bytes.data(), bytes.size(), false).get_object();
      const int64_t at = instant(object["phenomenonTime"].get_string());
      const double value = object["result"].get_double();
      columns.append(object["Datastream"]["@iot.id"].get_int64(), at, value);
    }
  });
}

void readings(const padded_string &text, double seconds) {
  simdjson::ondemand::parser lazy;
  measure("readings", "simdjson, on demand", seconds, [&](Columns &columns) {
    simdjson::ondemand::document document = lazy.iterate(text);
    for (simdjson::ondemand::object object : document.get_array()) {
      const std::string_view series = object["series"].get_string();
      const int64_t at = instant(object["at"].get_string());
      columns.append(int64_t(series.size()), at, object["value"].get_double());
    }
  });
  simdjson::dom::parser eager;
  measure("readings", "simdjson, DOM", seconds, [&](Columns &columns) {
    for (simdjson::dom::object object : eager.parse(text).get_array()) {
      const std::string_view series = object["series"].get_string();
      const int64_t at = instant(object["at"].get_string());
      columns.append(int64_t(series.size()), at, object["value"].get_double());
    }
  });
}

}  // namespace

int main(int count, char **arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: simdjson FOLDER [SECONDS]; Benchmarks/parsing makes the folder\n");
    return 2;
  }
  const std::string folder = arguments[1];
  const double seconds = count > 2 ? std::atof(arguments[2]) : 0.1;
  try {
    std::fprintf(
        stderr, "simdjson %s, %s on demand, %s DOM\n", SIMDJSON_STRINGIFY(SIMDJSON_VERSION),
        SIMDJSON_STRINGIFY(SIMDJSON_BUILTIN_IMPLEMENTATION), simdjson::get_active_implementation()->name().c_str());
    const padded_string single = padded_string::load(folder + "/observations");
    observations(single, seconds);
    const padded_string array = padded_string::load(folder + "/readings");
    readings(array, seconds);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "simdjson: %s\n", error.what());
    return 1;
  }
  return 0;
}
