using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed;

/// <summary>What a lookup has found for a tuple.</summary>
/// <typeparam name="T">The values of the view.</typeparam>
/// <param name="Exists">Does the view know the key?</param>
/// <param name="Value">The value; the default when the key is not known.</param>
public readonly record struct Found<T>(bool Exists, T? Value)
{
    /// <summary>The value, or another one where the key is not known.</summary>
    /// <param name="otherwise">The other one.</param>
    [return: NotNullIfNotNull(nameof(otherwise))]
    public T? Or(T? otherwise) => Exists ? Value : otherwise;
}
