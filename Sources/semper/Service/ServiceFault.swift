import SemperTermsYAML

/// Why a file is no file of terms, with its place, as a compiler says it.
struct ServiceFault: Error, CustomStringConvertible {
  let place: String
  let message: String

  init(_ path: String, _ mark: YAMLDocument.Mark?, _ message: String) {
    place = ServiceFile.place(path, mark)
    self.message = message
  }

  var description: String { "\(place): error: \(message)" }
}
