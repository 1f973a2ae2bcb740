package extract

// Acting is the reason of a number that counts those who are said to have
// acted. It is a name in data, not for people to read: what is printed says it
// in other words.
const Acting = "perpetrators"
