/// The version of the JSON grammar this module follows: RFC 8259.
public enum JSONSyntax {}
