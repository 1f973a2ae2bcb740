package sample

// Truth is what happened in the invented case, and what each source makes of
// it. Nobody in the case knows it whole.
type Truth struct {
	Killed   int // people killed at the market
	Children int // of them children
	Women    int // of them women
	Wounded  int // people wounded there
	Missing  int // people of whom there is no word since
	Fighters int // fighters killed, by the account of their own side
	Families int // families of the dead that received benefits
	Bodies   int // bodies examined in one hospital
	Early    int // what a doctor said on the first day: at least so many
	Ministry int // the ministry's first figure
	Revised  int // the ministry's later figure
	Low      int // lower end of the field office's figure
	High     int // its upper end
	Named    int // people on the monitor's list of names
	Houses   int // houses destroyed at the bridge
	Bridge   int // people killed at the bridge, about
	Fled     int // people who left the district
}

// NewTruth draws the truth of a seed. The same seed gives the same truth on
// every machine.
func NewTruth(seed uint64) Truth {
	d := dice(seed)
	t := Truth{Killed: d.between(27, 33), Children: d.between(7, 10), Women: d.between(8, 11)}
	t.Wounded = t.Killed*2 + d.between(1, 9)
	t.Missing = d.between(2, 4)
	t.Fighters = d.between(2, 5)
	t.Families = t.Killed - d.between(4, 7)
	t.Bodies = t.Killed - d.between(8, 11)
	t.Early = t.Killed - d.between(9, 12)
	t.Ministry = t.Killed + d.between(3, 6)
	t.Revised = t.Ministry + d.between(1, 3)
	t.Low, t.High = t.Killed-d.between(1, 3), t.Killed+d.between(2, 4)
	t.Named = t.Killed - d.between(2, 4)
	t.Houses = d.between(12, 19)
	t.Bridge = d.between(10, 18)
	t.Fled = d.between(21, 39) * 100
	return t
}

// dice is the SplitMix64 generator (Steele, Lea and Flood, 2014): its whole
// state is one number.
type dice uint64

// between draws a number from low to high, both included.
func (d *dice) between(low, high int) int {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	z ^= z >> 31
	return low + int(z%uint64(high-low+1))
}
