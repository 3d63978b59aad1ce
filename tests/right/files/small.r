library(SparkR)
sparkR.session()
sparkR.session.stop()
