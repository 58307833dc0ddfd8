/// What a demonstration or a run could not do, and what to do about it.
struct DemoError: Error, CustomStringConvertible {
  let saying: Saying

  init(_ text: DemoText, _ parts: [String: String] = [:]) { saying = Saying(text, parts) }
  init(_ text: ExchangeText, _ parts: [String: String] = [:]) { saying = Saying(text, parts) }

  var description: String { saying.stable }
}
