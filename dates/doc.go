// Package dates keeps the dates of a casualty record as they were given:
// partial, uncertain, as an interval, or in words.
//
// A Value is what a source says about a date, read from and written as EDTF
// (Library of Congress, 2019; ISO 8601-2): levels 0 and 1, and of level 2 the
// sets "one of" and "all of". An Interval is what a Value comes to in civil
// days: started after and before, ended after and before. A When is what a
// statement stores: the Value, the words it was read from, and the date those
// words were relative to. Resolve reads such words.
//
// Invariants:
//   - nothing gains precision: 1992 never becomes 1992-01-01, in no direction;
//   - every Value that exists is possible: Parse refuses 1992-02-30;
//   - Parse(v.String()) is v;
//   - a four-point Interval made from a Value is in order, start before end;
//   - a date of another calendar keeps its own numerals, and its days are
//     exact.
//
// The package does not guess: a phrase outside its grammar, a base date that is
// too coarse, or a string with two readings is a fault. It has no clock, so
// "today" is the base date it is given. It does not read hours into days of
// another time zone: a date-time stays in the civil day it was written in.
package dates
