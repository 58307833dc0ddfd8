/// A value that holds a key or a secret and tells nothing of it to whoever prints it: not in a log, not in the message of a test that
/// fails, not to a debugger, and not as a part of another value, whose own text Swift makes from those of its parts.
///
/// Its text is the name of its type, where it gives no better one, and reflection finds no parts. What is kept or sent goes by `bytes`,
/// `json` and the like, on purpose.
public protocol Discreet: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Discreet {
  public var description: String { String(describing: Self.self) }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
