import Foundation

/// The process that started this one.
enum Parent {
  /// Ends this process when the parent closes its standard input or dies.
  static func follow() {
    Thread.detachNewThread {
      while !FileHandle.standardInput.availableData.isEmpty {}
      exit(0)
    }
  }

  /// Tells the parent a value, as a line of JSON.
  static func tell(_ value: some Encodable) throws {
    FileHandle.standardOutput.write(try JSONEncoder().encode(value) + Data("\n".utf8))
  }
}
