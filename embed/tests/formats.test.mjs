import assert from "node:assert/strict";
import { test } from "node:test";
import { Formats } from "../src/browser/formats";

const NINE = 9 * 60;
const HALF_PAST_FIVE = 17 * 60 + 30;
const MIDNIGHT = 24 * 60;

/** Browsers differ in which blanks and dashes they write. */
function plain(text) {
  return text.replace(/\s+/g, " ").replace(/ ?[\u2010-\u2015-] ?/g, "\u2013");
}

function written(tag, write) {
  return plain(write(new Formats(tag)));
}

test("distances are as exact as they matter", () => {
  for (const [metres, distance] of [
    [0, "0 m"],
    [4, "0 m"],
    [5, "10 m"],
    [384, "380 m"],
    [994, "990 m"],
    [995, "1,0 km"],
    [1_049, "1,0 km"],
    [9_949, "9,9 km"],
    [9_950, "10 km"],
    [10_499, "10 km"],
    [120_000, "120 km"],
  ])
    assert.equal(
      written("nl", (formats) => formats.distance(metres)),
      distance,
    );
});

test("distances are in the reader's units and digits", () => {
  const far = (tag) => written(tag, (formats) => formats.distance(1_234));
  const near = (tag) => written(tag, (formats) => formats.distance(120));
  assert.deepEqual([far("de"), near("de")], ["1,2 km", "120 m"]);
  assert.deepEqual([far("cs"), near("cs")], ["1,2 km", "120 m"]);
  assert.deepEqual([far("el"), near("el")], ["1,2 χλμ.", "120 μ."]);
  // Without a region it may be any.
  assert.deepEqual([far("en"), near("en")], ["1.2 km", "120 m"]);
  assert.deepEqual([far("en-IE"), near("en-IE")], ["1.2 km", "120 m"]);
  assert.deepEqual([far("en-US"), near("en-US")], ["0.8 mi", "390 ft"]);
  assert.deepEqual([far("en-GB"), near("en-GB")], ["0.8 mi", "130 yd"]);
});

test("number and unit stay on one line", () => {
  for (const tag of ["nl", "cs", "en-US"])
    assert.match(new Formats(tag).distance(384), /^[^ ]+$/);
});

const TIMES = [
  ["nl", "09:00", "09:00\u201317:30", "22:00\u201302:00"],
  ["de", "09:00", "09:00\u201317:30 Uhr", "22:00\u201302:00 Uhr"],
  ["cs", "9:00", "9:00\u201317:30", "22:00\u20132:00"],
  ["el", "9:00 π.μ.", "9:00 π.μ.\u20135:30 μ.μ.", "10:00 μ.μ.\u20132:00 π.μ."],
  ["en-US", "9:00 AM", "9:00 AM\u20135:30 PM", "10:00 PM\u20132:00 AM"],
  ["en-GB", "09:00", "09:00\u201317:30", "22:00\u201302:00"],
];
for (const [tag, open, day, night] of TIMES)
  test(`times in ${tag}, past midnight too`, () => {
    assert.equal(
      written(tag, (formats) => formats.time(NINE)),
      open,
    );
    assert.equal(
      written(tag, (formats) => formats.times(NINE, HALF_PAST_FIVE)),
      day,
    );
    const [from, to] = [22 * 60, MIDNIGHT + 2 * 60];
    assert.equal(
      written(tag, (formats) => formats.times(from, to)),
      night,
    );
  });

test("a whole day is so many hours", () => {
  const day = (tag) => written(tag, (formats) => formats.times(0, MIDNIGHT));
  assert.equal(day("nl"), "24 uur");
  assert.equal(day("de"), "24 Stunden");
  assert.equal(day("cs"), "24 hodin");
  assert.equal(day("el"), "24 ώρες");
  assert.equal(day("en-US"), "24 hours");
  // A day that begins later is not whole.
  assert.doesNotMatch(
    written("nl", (formats) => formats.times(60, MIDNIGHT)),
    /uur/,
  );
});

test("minutes on foot", () => {
  const walk = (tag) => written(tag, (formats) => formats.minutes(12));
  assert.equal(walk("nl"), "12 min");
  assert.equal(walk("de"), "12 Min.");
  assert.equal(walk("en-US"), "12 min");
});

test("days and countries have their names", () => {
  const saturday = 2;
  assert.equal(new Formats("nl").weekday(saturday), "zaterdag");
  assert.equal(new Formats("de").date(saturday), "3. Januar");
  assert.equal(new Formats("nl").country("DE"), "Duitsland");
});

test("a tag that is none writes as in English", () => {
  for (const tag of ["", "x", "fr_FR", "not a tag"])
    assert.equal(new Formats(tag).count(1234.5), "1,234.5");
});
