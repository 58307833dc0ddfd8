/// What could not be done at an arbiter's desk, and what to do about it.
struct DeskError: Error, CustomStringConvertible {
  let saying: Saying

  init(_ text: DeskText, _ parts: [String: String] = [:]) { saying = Saying(text, parts) }

  var description: String { saying.stable }
}
