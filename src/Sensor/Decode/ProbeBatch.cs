namespace PortSentry.Sensor.Decode;

/// <summary>Probes on their way to the detectors, many in one message; pooled, so that no probe costs an allocation.</summary>
public sealed class ProbeBatch
{
    private readonly Probe[] _probes;
    private readonly ServiceAnswer[] _answers;
    private int _probeCount;
    private int _answerCount;

    /// <summary>A batch with room for so many probes and as many answers.</summary>
    public ProbeBatch(int capacity) => (_probes, _answers) = (new Probe[capacity], new ServiceAnswer[capacity]);

    /// <summary>The probes, in the order the kernel saw them.</summary>
    public ReadOnlySpan<Probe> Probes => _probes.AsSpan(0, _probeCount);

    /// <summary>The answers of services, in the order the kernel saw them.</summary>
    public ReadOnlySpan<ServiceAnswer> Answers => _answers.AsSpan(0, _answerCount);

    /// <summary>True when nothing is in it.</summary>
    public bool IsEmpty => _probeCount + _answerCount == 0;

    /// <summary>True when another probe, or another answer, finds no room.</summary>
    public bool IsFull => _probeCount == _probes.Length || _answerCount == _answers.Length;

    /// <summary>Adds a probe; the batch must not be full.</summary>
    public void Add(in Probe probe) => _probes[_probeCount++] = probe;

    /// <summary>Adds an answer; the batch must not be full.</summary>
    public void Add(in ServiceAnswer answer) => _answers[_answerCount++] = answer;

    /// <summary>Makes it empty for its next use.</summary>
    public void Clear() => (_probeCount, _answerCount) = (0, 0);
}
