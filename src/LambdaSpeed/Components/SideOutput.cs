using LambdaSpeed.Components;

namespace LambdaSpeed;

/// <summary>A further, named and typed output of a bolt beside its main one: <c>output.Emit(Malformed, line)</c>, read by
/// <c>stream.Side(Malformed)</c>.</summary>
/// <remarks>Keep one instance in a static field of the bolt. Immutable; two side outputs are the same when they are the same
/// object.</remarks>
/// <typeparam name="T">The tuples of the output.</typeparam>
/// <param name="name">The name, unique within the bolt.</param>
public sealed class SideOutput<T>(string name) : ISideOutput
{
    /// <summary>The name, unique within the bolt.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <inheritdoc/>
    public override string ToString() => Name;

    TResult ISideOutput.Accept<TResult>(ISideOutputVisitor<TResult> visitor) => visitor.Visit(this);
}
