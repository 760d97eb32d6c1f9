namespace LambdaSpeed.Aggregation;

/// <summary>An aggregator made of parts: it can copy and subtract part by part, and says whether that is worth anything.</summary>
/// <remarks>It does not show these abilities itself, for the engine asks by type; <see cref="Composition"/> wraps it in the type that
/// shows just those that hold.</remarks>
internal interface IPartwiseAggregator<TIn, TAccumulator>
{
    /// <summary>Whether some part needs copying.</summary>
    bool NeedsCopy { get; }

    /// <summary>Whether all parts can subtract.</summary>
    bool CanSubtract { get; }

    /// <summary>Copies every part that needs it.</summary>
    TAccumulator Copy(in TAccumulator accumulator);

    /// <summary>Subtracts from every part; only when <see cref="CanSubtract"/>.</summary>
    void Subtract(ref TAccumulator accumulator, TIn value);
}
