namespace LambdaSpeed.Lambda;

/// <summary>Compares what readers had been shown as of a cut with what a batch view up to that cut says.</summary>
internal interface IAccuracyCheck
{
    /// <summary>Compares all there is, once. On a thread of its own; takes as long as both are large.</summary>
    AccuracyReport Run();
}
