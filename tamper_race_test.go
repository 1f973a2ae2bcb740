//go:build race

package reckon

// tamperTrials under the race detector, which makes each one ten times slower.
const tamperTrials = 1_050

// archiveTrials is how often a bundle is damaged.
const archiveTrials = 20

// laptopTrials is how many interleavings of acts on several devices are tried
// in their databases, and laptopBundleTrials through bundles.
const (
	laptopTrials       = 60
	laptopBundleTrials = 3
)
