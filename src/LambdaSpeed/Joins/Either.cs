using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed;

/// <summary>A tuple of one stream or of another: what a co-group reads, and what a join could not process. Immutable.</summary>
/// <typeparam name="TLeft">The tuples of the left stream.</typeparam>
/// <typeparam name="TRight">The tuples of the right stream.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct Either<TLeft, TRight>
{
    private readonly TLeft? _left;
    private readonly TRight? _right;

    private Either(TLeft? left, TRight? right, bool isRight)
    {
        _left = left;
        _right = right;
        IsRight = isRight;
    }

    /// <summary>Is it a tuple of the left stream?</summary>
    public bool IsLeft => !IsRight;

    /// <summary>Is it a tuple of the right stream?</summary>
    public bool IsRight { get; }

    /// <summary>The tuple of the left stream.</summary>
    /// <exception cref="InvalidOperationException">It is one of the right stream.</exception>
    public TLeft Left => IsLeft
        ? _left!
        : throw new InvalidOperationException("This is a tuple of the right stream. Look at IsLeft first.");

    /// <summary>The tuple of the right stream.</summary>
    /// <exception cref="InvalidOperationException">It is one of the left stream.</exception>
    public TRight Right => IsRight
        ? _right!
        : throw new InvalidOperationException("This is a tuple of the left stream. Look at IsRight first.");

    /// <summary>Makes one of a tuple of the left stream.</summary>
    /// <param name="left">The tuple.</param>
    [SuppressMessage("Design", "CA1000", Justification = "Both types have to be named, whichever is given.")]
    public static Either<TLeft, TRight> OfLeft(TLeft left) => new(left, default, isRight: false);

    /// <summary>Makes one of a tuple of the right stream.</summary>
    /// <param name="right">The tuple.</param>
    [SuppressMessage("Design", "CA1000", Justification = "Both types have to be named, whichever is given.")]
    public static Either<TLeft, TRight> OfRight(TRight right) => new(default, right, isRight: true);

    /// <summary>Makes a result of whichever tuple it is.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="left">Makes it of a tuple of the left stream.</param>
    /// <param name="right">Makes it of a tuple of the right stream.</param>
    public TResult Match<TResult>(Func<TLeft, TResult> left, Func<TRight, TResult> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return IsLeft ? left(_left!) : right(_right!);
    }

    /// <inheritdoc/>
    public override string ToString() => IsLeft ? $"left {_left}" : $"right {_right}";
}
