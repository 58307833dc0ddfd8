/// The version of the program, in the form of Semantic Versioning. The newest section of CHANGELOG.md says what is in it; while that section is
/// still unreleased, so is the version.
enum ProgramVersion {
  static let text = "0.1.0-unreleased"
}
