/// Why an exchange could not be run. The message says what to do.
struct ExchangeError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
