using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Invariants;

/// <summary>States the laws of the control plane; always on, in every build.</summary>
internal static class Invariant
{
    /// <summary>Throws when the law does not hold; the message is built only then.</summary>
    public static void Require(
        [DoesNotReturnIf(false)] bool holds,
        [InterpolatedStringHandlerArgument(nameof(holds))] ref InvariantMessage message)
    {
        if (!holds) Fail(message.ToStringAndClear());
    }

    [DoesNotReturn]
    private static void Fail(string message) => throw new InvariantViolationException(message);
}
