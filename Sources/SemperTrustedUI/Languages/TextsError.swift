/// The words of a program cannot be had: it was installed without its resources, or they are damaged.
public struct TextsError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }
}
