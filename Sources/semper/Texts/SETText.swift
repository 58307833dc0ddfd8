/// What the commands about SET say.
enum SETText: String, CaseIterable, Sendable {
  case setRecorded = "set.recorded"
  case setFounded = "set.founded"
  case setPlay = "set.play"
}
