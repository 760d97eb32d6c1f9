using LambdaSpeed.Components;

namespace LambdaSpeed;

/// <summary>A further, named and typed output of a bolt beside its main one: <c>output.Emit(Malformed, line)</c>, read by
/// <c>stream.Side(Malformed)</c>.</summary>
/// <remarks>Keep one instance in a static field of the bolt. Immutable; two side outputs are the same when they are the same
/// object. What a bolt emits on one that no stream of the topology reads is dropped at no cost, and the first time in each task a warning
/// is logged: to say that nobody is to read it, <c>stream.Side(Malformed).Ignore()</c>. Emitting on another object of the same name as one
/// that is read fails the tuple.</remarks>
/// <typeparam name="T">The tuples of the output.</typeparam>
/// <param name="name">The name, unique within the bolt.</param>
public sealed class SideOutput<T>(string name) : ISideOutput
{
    /// <summary>The name, unique within the bolt.</summary>
    public string Name { get; } = !string.IsNullOrWhiteSpace(name) ? name : throw new ArgumentException(
        "A side output needs a name: errors tell of it by that.", nameof(name));

    /// <summary>Is it for the reader to decide whether to read this output? Then no warning is logged where nobody does.</summary>
    /// <value>The default is false.</value>
    public bool MayBeUnread { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    TResult ISideOutput.Accept<TResult>(ISideOutputVisitor<TResult> visitor) => visitor.Visit(this);
}
