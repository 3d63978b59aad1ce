def clean(words):
    return [word.strip() for word in words]
