namespace LambdaSpeed.Sketches.TDigests;

/// <summary>How heavy a centroid may be: in proportion to q (1 - q), scaled so that their number is bounded whatever the weight.</summary>
internal readonly struct ScaleFunction
{
    private readonly double _weight;
    private readonly double _normalizer;

    public ScaleFunction(int k, long weight)
    {
        _weight = weight;
        var compression = 2.0 * k;
        _normalizer = compression / ((4 * Math.Log(weight / compression)) + 24);
    }

    /// <summary>Whether a centroid of so much weight may stand behind so much weight.</summary>
    public bool CanJoin(double before, double weight) =>
        weight <= _weight * Math.Min(LimitAt(before / _weight), LimitAt((before + weight) / _weight));

    private double LimitAt(double rank) => rank * (1 - rank) / _normalizer;
}
