/// A word as a shell takes it, so that a command that is shown can be pasted.
struct ShellWord: CustomStringConvertible {
  let description: String

  init(_ text: String) {
    let isPlain =
      !text.isEmpty
      && text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "/._-+:0123456789".unicodeScalars.contains($0) }
    description =
      isPlain
      ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }
}
