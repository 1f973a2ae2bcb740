//go:build !race

package reckon

// tamperTrials is how often a project is tampered with.
const tamperTrials = 21_000

// archiveTrials is how often a bundle is damaged.
const archiveTrials = 300

// laptopTrials is how many interleavings of acts on several devices are tried
// in their databases, and laptopBundleTrials through bundles.
const (
	laptopTrials       = 1_000
	laptopBundleTrials = 20
)
