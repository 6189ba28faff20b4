// Figures: only a release that a reply key of the organisation signed and that goes on from the one that is served is
// taken, in pieces, whole or not at all; anybody may copy it, in parts if their line lets no more through.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "http/raw_socket.h"
#include "relay/figures_upload.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

using roster::FigureSet;

class Figures : public testing::Test {
 protected:
  Figures() { under_test_.open_for_requests(); }
  std::string chain() { return text("/v1/roster/chain"); }
  FigureSet release(const std::vector<std::string>& ledger, const FigureSet& more = {}) {
    return office().figures(chain(), ledger, more);
  }
  std::string push(const FigureSet& files) { return said(under_test_.push_figures(*roster::write_figure_set(files))); }
  http::ClientResponse get(const std::string& path, std::vector<http::Header> headers = {}) {
    return under_test_.get(path, std::move(headers));
  }
  std::string text(const std::string& path) { return to_string(get(path).body); }
  std::uint32_t held() { return *ByteReader{under_test_.desk("/desk/v1/figures", {}).body}.u32(); }
  Office& office() { return under_test_.office(); }
  RelayUnderTest under_test_;
  const std::vector<std::string> one_{R"({"serial":1})"};
  const std::vector<std::string> two_{R"({"serial":1})", R"({"serial":2})"};
};

TEST_F(Figures, AreServedAsAFolderAndSurviveARestart) {
  EXPECT_EQ(said(get("/figures/figures.csv")), "404 not-found");
  EXPECT_EQ(held(), 0U);
  const FigureSet files = release(one_, {{"chart.svg", "<svg/>"}, {"feed.ru.atom", "<feed/>"}});
  ASSERT_EQ(push(files), "200 stored");
  under_test_.restart({});
  for (const auto& [name, content] : files) EXPECT_EQ(text("/figures/" + name), content) << name;
  EXPECT_EQ(text("/figures/"), files.at(roster::kFigureIndex));
  EXPECT_EQ(get("/figures").header("location"), "/figures/");
  EXPECT_EQ(held(), 1U);
  EXPECT_EQ(push(files), "200 stored") << "the same again changes nothing";
  // As they come: a client of ours would tidy such paths up before it asks.
  const auto raw = [&](const std::string& line) {
    return http::ask(under_test_.public_port(), line + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  };
  for (const char* none :
       {"/figures/../relay.db", "/figures/%2e%2e/relay.db", "/figures/a/b", "/figures/.", "/figures//",
        "/figures/FIGURES.CSV", "/figures/figures.csv/", "/figures/..", "/figures/figures.csv%00"}) {
    const std::string answer = raw("GET " + std::string{none});
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 40")) << none << ": " << answer;
  }
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"})
    EXPECT_TRUE(raw(std::string{method} + " /figures/figures.csv").starts_with("HTTP/1.1 405")) << method;
}

TEST_F(Figures, EveryAnswerSaysWhatItIsAndAllowsNothing) {
  ASSERT_EQ(push(release(one_, {{"chart.svg", "<svg onload=\"alert(1)\"/>"}})), "200 stored");
  const auto page = get("/figures/");
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  const std::string_view policy = page.header("content-security-policy");
  EXPECT_TRUE(policy.starts_with("default-src 'none'; img-src 'self'; style-src 'sha256-")) << policy;
  EXPECT_EQ(policy.find("script"), std::string_view::npos);
  EXPECT_EQ(page.header("cache-control"), "no-store");
  EXPECT_EQ(page.header("connection"), "close");
  EXPECT_EQ(page.header("access-control-allow-origin"), "");
  const auto chart = get("/figures/chart.svg");
  EXPECT_EQ(chart.header("content-type"), "image/svg+xml");
  EXPECT_EQ(chart.header("content-security-policy"), "default-src 'none'; sandbox") << "a drawing runs nothing";
  EXPECT_EQ(get("/figures/rosters.chain").header("content-type"), "application/octet-stream");
  EXPECT_EQ(get("/figures/release.note").header("x-content-type-options"), "nosniff");
}

TEST_F(Figures, AreHandedOutInPartsToWhoeverAsks) {
  std::string large;
  for (int i = 0; i < 4'000; ++i) large += std::to_string(i) + ",";
  ASSERT_EQ(push(release(one_, {{"large.csv", large}})), "200 stored");
  const auto part = [&](const std::string& range) { return get("/figures/large.csv", {{"Range", range}}); };
  std::string copied;
  while (copied.size() < large.size()) {
    const auto next = part("bytes=" + std::to_string(copied.size()) + "-" + std::to_string(copied.size() + 4'863));
    ASSERT_EQ(next.status, 206);
    ASSERT_LE(next.body.size(), 4'864U);
    copied += to_string(next.body);
  }
  EXPECT_EQ(copied, large);
  const std::string size = std::to_string(large.size());
  EXPECT_EQ(part("bytes=10-").header("content-range"), "bytes 10-" + std::to_string(large.size() - 1) + "/" + size);
  EXPECT_EQ(to_string(part("bytes=-5").body), large.substr(large.size() - 5));
  EXPECT_EQ(part("bytes=-999999").body.size(), large.size());
  EXPECT_EQ(part("bytes=0-999999").body.size(), large.size());
  EXPECT_EQ(part("bytes=" + size + "-").status, 416);
  EXPECT_EQ(part("bytes=-0").status, 416);
  EXPECT_EQ(part("bytes=" + size + "-").header("content-range"), "bytes */" + size);
  for (const char* other : {"bytes=5-2", "bytes=0-1,3-4", "bytes=x-", "lines=1-2", "bytes=", "bytes=-",
                            "bytes=99999999999999999999-", "bytes=1-99999999999999999999"})
    EXPECT_EQ(part(other).status, 200) << other << ": the whole is the answer";
  const auto packed = get("/figures/large.csv", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(packed.header("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size(), large.size());
}

TEST_F(Figures, ANewerReleaseGoesOnFromTheOneThatIsServed) {
  ASSERT_EQ(push(release(one_)), "200 stored");
  EXPECT_EQ(push(release({R"({"serial":"other"})", R"({"serial":2})"})), "400 conflict") << "another past";
  EXPECT_EQ(held(), 1U);
  ASSERT_EQ(push(release(two_)), "200 stored");
  EXPECT_EQ(text("/figures/release.json"), two_.back() + "\n");
  EXPECT_EQ(push(release(one_)), "400 replayed");
  EXPECT_EQ(push(release({two_.front(), R"({"serial":"2b"})"})), "400 conflict") << "another one under its number";
  FigureSet again = release(two_);
  again["figures.csv"] = "";
  office().sign_figures(again, 2);
  EXPECT_EQ(push(again), "400 conflict") << "the same release with other files";
  EXPECT_EQ(text("/figures/release.json"), two_.back() + "\n");
  EXPECT_EQ(held(), 2U);
}

TEST_F(Figures, WhatIsNotSignedOrNotWholeReplacesNothing) {
  const FigureSet good = release(one_);
  ASSERT_EQ(push(good), "200 stored");
  FigureSet bad = release(two_);
  bad["figures.csv"] += "x";
  EXPECT_EQ(push(bad), "400 authentication");
  bad = release(two_);
  bad["more.html"] = "<script>";
  EXPECT_EQ(push(bad), "400 authentication");
  bad = release(two_);
  bad.erase("figures.csv");
  EXPECT_EQ(push(bad), "400 authentication");
  Office stranger{kToday, 77};
  EXPECT_EQ(push(stranger.figures(chain(), two_)), "400 authentication") << "another organisation's key";
  bad = release(two_);
  bad[roster::kFigureChain] = stranger.first_roster() + '\0';
  EXPECT_EQ(push(bad), "400 conflict") << "rosters that are not ours";
  bad = release(two_);
  bad.erase(roster::kFigureIndex);
  office().sign_figures(bad, 2);
  EXPECT_EQ(push(bad), "400 not-found");
  EXPECT_EQ(said(under_test_.push_figures(Bytes(9'000, 0xff))), "400 too-large");
  EXPECT_EQ(said(under_test_.push_figures({})), "400 truncated");
  EXPECT_EQ(said(under_test_.publish(DocumentKind::kFigures, "x")), "400 malformed") << "not by the other door";
  for (const auto& [name, content] : good) EXPECT_EQ(text("/figures/" + name), content) << name;
}

TEST_F(Figures, TheKeyOfSomebodyWhoLeftSignsNoMoreButWhatWasServedStays) {
  ASSERT_EQ(push(release(one_)), "200 stored");
  const FigureSet signed_before = release(two_);
  const auto first = *roster::verify_first(office().first_roster());
  ASSERT_EQ(said(under_test_.publish(DocumentKind::kRoster, office().roster_with_new_reply_key(first))), "200 stored");
  EXPECT_EQ(text("/figures/release.json"), one_.back() + "\n") << "taking it away would look like taking it back";
  under_test_.restart({});
  EXPECT_EQ(text("/figures/release.json"), one_.back() + "\n");
  EXPECT_EQ(push(signed_before), "400 authentication");
  // The same release, signed anew: what verifies it goes on from what verified it before.
  FigureSet anew = release(one_);
  EXPECT_EQ(push(anew), "200 stored");
  EXPECT_EQ(text("/figures/rosters.chain"), chain());
  EXPECT_EQ(push(release(two_)), "200 stored");
  EXPECT_EQ(push(anew), "400 replayed");
}

TEST_F(Figures, APushThatIsCutAnywhereLeavesTheOldReleaseWhole) {
  const FigureSet before = release(one_, {{"a.csv", std::string(9'000, 'a')}});
  ASSERT_EQ(push(before), "200 stored");
  const Bytes next = *roster::write_figure_set(release(two_, {{"a.csv", std::string(19'000, 'b')}}));
  const auto pieces = static_cast<std::uint16_t>((next.size() + kFigurePieceBytes - 1) / kFigurePieceBytes);
  ASSERT_GT(pieces, 4);
  for (std::uint16_t sent = 0; sent < pieces; ++sent) {
    for (std::uint16_t number = 0; number < sent; ++number)
      EXPECT_EQ(under_test_.figure_piece(next, number).body.size(), 2U);
    under_test_.restart({});
    for (const auto& [name, content] : before) ASSERT_EQ(text("/figures/" + name), content) << sent << " " << name;
    EXPECT_EQ(to_bytes(under_test_.figure_piece(next, 0, false).body), (Bytes{0, 0})) << "it begins again";
  }
  EXPECT_EQ(said(under_test_.push_figures(next)), "200 stored");
  EXPECT_EQ(held(), 2U);
}

TEST_F(Figures, PiecesAreTakenInTheirOrderAndOnce) {
  const Bytes set = *roster::write_figure_set(release(one_, {{"a.csv", std::string(9'000, 'a')}}));
  EXPECT_EQ(to_bytes(under_test_.figure_piece(set, 1).body), (Bytes{0, 0})) << "the first is wanted";
  EXPECT_EQ(to_bytes(under_test_.figure_piece(set, 0).body), (Bytes{0, 1}));
  EXPECT_EQ(to_bytes(under_test_.figure_piece(set, 0).body), (Bytes{0, 1})) << "again: it has come";
  EXPECT_EQ(to_bytes(under_test_.figure_piece(set, 0, false).body), (Bytes{0, 1})) << "where it goes on";
  ByteWriter short_one;
  short_one.put(crypto::sha256(set)).u32(static_cast<std::uint32_t>(set.size())).u16(1).put("x");
  EXPECT_EQ(said(under_test_.desk("/desk/v1/figures", short_one.view())), "400 malformed");
  EXPECT_EQ(said(under_test_.desk("/desk/v1/figures", ByteWriter{}.put(crypto::sha256(set)).view())), "400 truncated");
  ByteWriter huge;
  huge.put(crypto::sha256(set)).u32(roster::kFigureSetBytesMax + 1).u16(0);
  EXPECT_EQ(said(under_test_.desk("/desk/v1/figures", huge.view())), "400 too-large");
  EXPECT_EQ(said(under_test_.push_figures(set)), "200 stored");
}

TEST_F(Figures, ATamperedPieceIsFoundWhenAllAreHereAndItBeginsAgain) {
  const Bytes set = *roster::write_figure_set(release(one_, {{"a.csv", std::string(9'000, 'a')}}));
  ByteWriter tampered;
  tampered.put(crypto::sha256(set)).u32(static_cast<std::uint32_t>(set.size())).u16(0);
  tampered.put(Bytes(kFigurePieceBytes, 0x55));
  EXPECT_EQ(to_bytes(under_test_.desk("/desk/v1/figures", tampered.view()).body), (Bytes{0, 1}));
  EXPECT_EQ(said(under_test_.push_figures(set)), "400 authentication");
  EXPECT_EQ(held(), 0U);
  EXPECT_EQ(said(under_test_.push_figures(set)), "200 stored");
}

TEST_F(Figures, OfThreeOnTheirWayTheOneThatWasQuietLongestBeginsAgain) {
  std::vector<Bytes> sets;
  for (const char letter : {'a', 'b', 'c'})
    sets.push_back(*roster::write_figure_set(release(one_, {{"a.csv", std::string(9'000, letter)}})));
  for (const Bytes& set : sets) EXPECT_EQ(to_bytes(under_test_.figure_piece(set, 0).body), (Bytes{0, 1}));
  EXPECT_EQ(to_bytes(under_test_.figure_piece(sets[2], 1, false).body), (Bytes{0, 1}));
  EXPECT_EQ(to_bytes(under_test_.figure_piece(sets[1], 1, false).body), (Bytes{0, 1}));
  EXPECT_EQ(to_bytes(under_test_.figure_piece(sets[0], 1, false).body), (Bytes{0, 0}));
}

TEST_F(Figures, TwoWhoPushAtOnceBothEndWithTheNewest) {
  ASSERT_EQ(push(release(one_)), "200 stored");
  const FigureSet next = release(two_, {{"a.csv", std::string(40'000, 'b')}});
  const Bytes set = *roster::write_figure_set(next);
  const Bytes other = *roster::write_figure_set(release({one_.front(), R"({"serial":"2c"})"}));
  // Turn by turn, as two desks of one office would: pieces of two releases beside each other.
  const auto number = [](const http::ClientResponse& answer) -> std::optional<std::uint16_t> {
    if (answer.status != 200 || answer.body.size() != 2) return std::nullopt;
    return *ByteReader{answer.body}.u16();
  };
  http::ClientResponse mine = under_test_.figure_piece(set, 0, false);
  http::ClientResponse theirs = under_test_.figure_piece(other, 0, false);
  while (number(mine) || number(theirs)) {
    if (const auto wanted = number(theirs)) theirs = under_test_.figure_piece(other, *wanted);
    if (const auto wanted = number(mine)) mine = under_test_.figure_piece(set, *wanted);
  }
  EXPECT_EQ(said(theirs), "200 stored") << "the shorter one is whole first";
  EXPECT_EQ(said(mine), "400 conflict") << "the later one does not go on from it";
  EXPECT_EQ(text("/figures/release.json"), "{\"serial\":\"2c\"}\n");
}

TEST_F(Figures, ADamagedReleaseIsNotServedAndComesAgainButNoOlderOne) {
  const FigureSet second = release(two_);
  ASSERT_EQ(push(release(one_)), "200 stored");
  ASSERT_EQ(push(second), "200 stored");
  under_test_.stop();
  {
    auto db = *store::Connection::open(under_test_.folder() / "relay.db");
    ASSERT_TRUE(db->run_script("UPDATE figures SET release = zeroblob(length(release))"));
  }
  under_test_.restart({});
  EXPECT_EQ(said(get("/figures/figures.csv")), "404 not-found");
  EXPECT_EQ(held(), 2U);
  EXPECT_EQ(push(release(one_)), "400 replayed");
  EXPECT_EQ(push(second), "200 stored");
  EXPECT_EQ(text("/figures/release.json"), two_.back() + "\n");
}

TEST_F(Figures, BeforeTheFirstReleaseThereIsAKindPage) {
  EXPECT_EQ(said(get("/figures/")), "404 not-found") << "a relay without pages has none";
  const auto pages = under_test_.folder() / "pages";
  std::filesystem::create_directory(pages);
  std::ofstream{pages / "no-figures.html"} << "<!doctype html><style>p{}</style><p>Not yet.";
  under_test_.restart({.pages = pages});
  const auto kind = get("/figures/");
  EXPECT_EQ(kind.status, 200);
  EXPECT_NE(to_string(kind.body).find("Not yet."), std::string::npos);
  EXPECT_NE(kind.header("content-security-policy").find("'sha256-"), std::string_view::npos);
  EXPECT_EQ(kind.body, get("/no-figures.html").body) << "and under its own name, for who compares pages with hashes";
  ASSERT_EQ(push(release(one_)), "200 stored");
  EXPECT_EQ(text("/figures/").find("Not yet."), std::string::npos);
}

TEST_F(Figures, BeforeAnyRosterThereIsNothingToCheckWith) {
  RelayUnderTest fresh;
  const std::string chain = fresh.office().first_roster() + '\0';
  const Bytes set = *roster::write_figure_set(fresh.office().figures(chain, one_));
  EXPECT_EQ(said(fresh.push_figures(set)), "400 not-found");
}

}  // namespace
}  // namespace waymark::relay
